import type { TenantClient, TenantTransaction } from '@org/db';
import { z } from 'zod';
import { fromDateColumn, toDateColumn } from '../../commerce/calendar-date.ts';
import { inTransaction } from '../../commerce/in-transaction.ts';
import { idField } from '../../commerce/input-fields.ts';
import { formatMoney, formatNumber, formatUnitPrice } from '../../commerce/money.ts';
import { contains } from '../../commerce/search-text.ts';
import { withoutUndefined } from '../../commerce/without-undefined.ts';
import { DomainError } from '../../errors.ts';
import { parseInput } from '../../parse-input.ts';
import { type Page, pageFields, readPage } from '../../read-page.ts';

type Row = Readonly<Record<string, unknown>> & { readonly id: string };
type Client = TenantClient | TenantTransaction;

/** What of a Prisma model the records use; its own types are too narrow to be spoken of in general. */
interface Table {
  create(query: object): PromiseLike<{ id: string }>;
  findFirst(query: object): PromiseLike<Row | null>;
  findMany(query: object): PromiseLike<Row[]>;
  updateMany(query: object): PromiseLike<{ count: number }>;
  deleteMany(query: object): PromiseLike<{ count: number }>;
}

/** Names of the models that master data is kept in. */
export type RecordModel =
  | 'constructionCustomer'
  | 'customerContact'
  | 'customerExternalId'
  | 'customerPricingTier'
  | 'customerPricing'
  | 'plan'
  | 'planElevation'
  | 'planOption'
  | 'planTemplateItem'
  | 'vendor'
  | 'material'
  | 'community'
  | 'lot';

/** Models that have no soft delete: their rows are removed. */
const HARD: ReadonlySet<RecordModel> = new Set([
  'customerExternalId',
  'customerPricingTier',
  'customerPricing',
]);

/** How a value of a column is shown; moments and plain values need no word. */
export type Format = 'money' | 'price' | 'number' | 'day';

/** What one kind of master data is. */
export interface RecordDefinition<Create extends z.ZodRawShape, View extends z.ZodRawShape> {
  readonly model: RecordModel;
  /** How it is called in messages: `vendor`. */
  readonly noun: string;
  /** Fields of a new one. */
  readonly create: z.ZodObject<Create>;
  /** Those of them that stay as they were created. */
  readonly fixed?: readonly (keyof Create & string)[];
  /** How one looks from outside: columns of its row. */
  readonly view: z.ZodObject<View>;
  readonly formats?: Readonly<Record<string, Format>>;
  /** Where `q` looks. */
  readonly search?: readonly string[];
  /** Fields whose value a list can be narrowed to. */
  readonly filters?: readonly string[];
  /** Fields that refer to a row, with its model and noun. */
  readonly references?: Readonly<Record<string, readonly [RecordModel, string]>>;
  /** Works out columns that the input does not name, inside of the transaction. */
  readonly prepare?: (tx: TenantTransaction, data: Readonly<Record<string, unknown>>) => Promise<object>;
  /** What belongs to a change beyond the row itself. */
  readonly after?: (
    tx: TenantTransaction,
    id: string,
    data: Readonly<Record<string, unknown>>,
  ) => Promise<void>;
  /** Throws when it is in use. */
  readonly beforeRemove?: (tx: TenantTransaction, id: string) => Promise<void>;
}

/** Keeps one kind of master data; see `defineRecords`. */
export interface Records<Create extends z.ZodRawShape, View extends z.ZodRawShape> {
  readonly noun: string;
  readonly createInput: z.ZodObject<Create>;
  readonly changesSchema: z.ZodType<Readonly<Record<string, unknown>>>;
  readonly schema: z.ZodObject<View>;
  readonly filters: z.ZodRawShape;
  readonly orders: readonly ['createdAt', '-createdAt'];
  list(client: TenantClient, input?: object): Promise<Page<z.output<z.ZodObject<View>>>>;
  get(client: TenantClient, id: string): Promise<z.output<z.ZodObject<View>>>;
  create(client: TenantClient, input: z.input<z.ZodObject<Create>>): Promise<z.output<z.ZodObject<View>>>;
  update(client: TenantClient, id: string, changes: object): Promise<z.output<z.ZodObject<View>>>;
  remove(client: TenantClient, id: string): Promise<void>;
}

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
  const tableOf = (client: Client) => client[model] as unknown as Table;
  const alive = hard ? {} : { deletedAt: null };
  const changesSchema = z.strictObject(
    Object.fromEntries(
      Object.entries(definition.create.shape)
        .filter(([field]) => !definition.fixed?.includes(field))
        // A default is for what is new: what a change leaves out stays.
        .map(([field, schema]) => [field, withoutDefault(schema as z.ZodType).optional()]),
    ),
  );
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
    const row = await tableOf(client).findFirst({ where: { id, ...alive } });
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
          tableOf(client).findMany({ where: { AND: [...where, position] }, orderBy, take }) as PromiseLike<
            (Row & { createdAt: Date })[]
          >,
      );
      return { data: found.data.map(show), page: found.page };
    },
    get: async (client, id) => load(client, parseInput(idField, id)),
    create: async (client, input) => {
      const data = parseInput(definition.create, input);
      return inTransaction(client, async (tx) => {
        const { id } = await tableOf(tx).create({ data: await columns(tx, data), select: { id: true } });
        await definition.after?.(tx, id, data);
        return load(tx, id);
      });
    },
    update: async (client, id, changes) => {
      const data = parseInput(changesSchema, changes as never);
      return inTransaction(client, async (tx) => {
        const { count } = await tableOf(tx).updateMany({
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
          ? await tableOf(tx).deleteMany({ where })
          : await tableOf(tx).updateMany({ where, data: { deletedAt: new Date(), isActive: false } });
        if (count === 0) throw new DomainError('NOT_FOUND', `There is no such ${noun}.`);
      }),
  };
}

function withoutDefault(schema: z.ZodType): z.ZodType {
  return schema instanceof z.ZodDefault ? (schema.unwrap() as z.ZodType) : schema;
}

function filtersOf<Create extends z.ZodRawShape, View extends z.ZodRawShape>({
  create,
  view,
  search,
  filters = [],
}: RecordDefinition<Create, View>): z.ZodRawShape {
  const shape = { ...view.shape, ...create.shape } as unknown as Record<string, z.ZodType>;
  const equal = filters.map((field) => [field, withoutDefault(shape[field] ?? z.never()).optional()]);
  return {
    ...Object.fromEntries(equal),
    ...(search && {
      q: z
        .string()
        .trim()
        .min(1)
        .max(100)
        .optional()
        .describe(`Part of ${search.join(', ')}`),
    }),
  };
}

/**
 * Makes sure that a row is the tenant's and not deleted, and keeps it from being deleted meanwhile.
 *
 * @throws DomainError NOT_FOUND
 */
export async function requireRow(
  tx: TenantTransaction,
  model: RecordModel,
  id: string,
  noun: string,
): Promise<void> {
  const table = tx[model] as unknown as Table;
  if (!(await table.findFirst({ where: { id, deletedAt: null }, select: { id: true } }))) {
    throw new DomainError('NOT_FOUND', `There is no such ${noun}.`);
  }
}

function present(value: unknown, format: Format | undefined): unknown {
  if (value === null || value === undefined) return null;
  if (value instanceof Date) return format === 'day' ? fromDateColumn(value) : value.toISOString();
  if (format === 'money') return formatMoney(value);
  if (format === 'price') return formatUnitPrice(value);
  if (format === 'number') return formatNumber(value);
  return value;
}
