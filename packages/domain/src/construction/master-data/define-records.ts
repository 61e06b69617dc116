import type { TenantClient, TenantTransaction } from '@org/db';
import { z } from 'zod';
import { DomainError } from '../../errors.ts';
import { parseInput } from '../../parse-input.ts';
import { pageFields, readPage } from '../../read-page.ts';
import { toDateColumn } from '../../shared/calendar-date.ts';
import { inTransaction } from '../../shared/in-transaction.ts';
import { idField } from '../../shared/input-fields.ts';
import { contains } from '../../shared/search-text.ts';
import { withoutUndefined } from '../../shared/without-undefined.ts';
import { present } from './present.ts';
import type { RecordDefinition, RecordModel, Records } from './records.ts';
import { changesOf, filtersOf } from './schemas-of.ts';
import { type Row, requireRow, tableOf } from './table.ts';

type Client = TenantClient | TenantTransaction;

/** Models that have no soft delete: their rows are removed. */
const HARD: ReadonlySet<RecordModel> = new Set([
  'customerExternalId',
  'customerPricingTier',
  'customerPricing',
]);

const ORDERS = ['createdAt', '-createdAt'] as const;

/**
 * The five things that are done with any kind of master data. Lists are pages by keyset; what was deleted is out of sight and frees its
 * key; a reference has to be to a row of the tenant that is not deleted.
 *
 * Its functions throw DomainError INPUT_INVALID, NOT_FOUND, STATE_ILLEGAL (in use), and DbError UNIQUE_VIOLATION (the key is
 * taken), EXCLUSION_VIOLATION (periods overlap), CURSOR_INVALID.
 */
export function defineRecords<Create extends z.ZodRawShape, View extends z.ZodRawShape>(
  definition: RecordDefinition<Create, View>,
): Records<Create, View> {
  type Shown = z.output<z.ZodObject<View>>;
  const { model, noun, references = {} } = definition;
  const hard = HARD.has(model);
  const alive = hard ? {} : { deletedAt: null };
  const changesSchema = changesOf(definition);
  const filters = filtersOf(definition);
  const listInput = z.strictObject({ ...pageFields(ORDERS), ...filters });

  const show = (row: Row): Shown => {
    const entries = Object.keys(definition.view.shape).map((field) => [
      field,
      present(row[field], definition.formats?.[field]),
    ]);
    return Object.fromEntries(entries) as Shown;
  };
  const load = async (client: Client, id: string): Promise<Shown> => {
    const row = await tableOf(client, model).findFirst({ where: { id, ...alive } });
    if (!row) throw new DomainError('NOT_FOUND', `There is no such ${noun}.`);
    return show(row);
  };
  const columns = async (tx: TenantTransaction, input: Readonly<Record<string, unknown>>) => {
    const data = withoutUndefined(input);
    for (const [field, [target, name]] of Object.entries(references)) {
      if (data[field]) await requireRow(tx, target, String(data[field]), name);
    }
    const days = Object.entries(data).map(([field, value]) => [
      field,
      definition.formats?.[field] === 'day' && typeof value === 'string' ? toDateColumn(value) : value,
    ]);
    return { ...Object.fromEntries(days), ...(await definition.prepare?.(tx, data)) };
  };

  return {
    noun,
    createInput: definition.create,
    changesSchema,
    schema: definition.view,
    filters,
    orders: ORDERS,
    async list(client, input = {}) {
      const { limit, cursor, order, ...wanted } = parseInput(listInput, input);
      const { q, ...equal } = wanted as Record<string, unknown>;
      const where: object[] = [alive, withoutUndefined(equal)];
      if (typeof q === 'string')
        where.push({ OR: definition.search?.map((field) => ({ [field]: contains(q) })) });
      const found = await readPage(
        client,
        { resource: model, page: { limit, cursor, order }, filters: wanted },
        ({ where: position, orderBy, take }) =>
          tableOf(client, model).findMany({
            where: { AND: [...where, position] },
            orderBy,
            take,
          }) as PromiseLike<(Row & { createdAt: Date })[]>,
      );
      return { data: found.data.map(show), page: found.page };
    },
    get: async (client, id) => load(client, parseInput(idField, id)),
    create: async (client, input) => {
      const data = parseInput(definition.create, input);
      return inTransaction(client, async (tx) => {
        const { id } = await tableOf(tx, model).create({
          data: await columns(tx, data),
          select: { id: true },
        });
        await definition.after?.(tx, id, data);
        return load(tx, id);
      });
    },
    update: async (client, id, changes) => {
      const data = parseInput(changesSchema, changes as never);
      return inTransaction(client, async (tx) => {
        const { count } = await tableOf(tx, model).updateMany({
          where: { id: parseInput(idField, id), ...alive },
          data: await columns(tx, data),
        });
        if (count === 0) throw new DomainError('NOT_FOUND', `There is no such ${noun}.`);
        await definition.after?.(tx, id, data);
        return load(tx, id);
      });
    },
    remove: async (client, id) =>
      inTransaction(client, async (tx) => {
        await definition.beforeRemove?.(tx, id);
        const where = { id: parseInput(idField, id), ...alive };
        const { count } = hard
          ? await tableOf(tx, model).deleteMany({ where })
          : await tableOf(tx, model).updateMany({ where, data: { deletedAt: new Date(), isActive: false } });
        if (count === 0) throw new DomainError('NOT_FOUND', `There is no such ${noun}.`);
      }),
  };
}
