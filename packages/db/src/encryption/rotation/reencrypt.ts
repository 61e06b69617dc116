/**
 * Brings encrypted values up to the newest version of the tenant's data key, while others read and write them.
 *
 * It needs no memory of how far it got: the version stands in the ciphertext, so a run that was cut off is completed by
 * running it again. A row is replaced only where it still holds what was read, so no write of others is lost. It is
 * raw SQL, for `updated_at` is about what the row means.
 */
import { MODELS } from '../../../generated/models.ts';
import { Prisma } from '../../../generated/prisma/client.ts';
import type { TenantClient } from '../../client/tenant-client.ts';
import { DbError } from '../../errors/db-error.ts';
import type { EncryptedField, ModelFacts } from '../../operations/model-facts.ts';
import { FieldCipher, purposeOf } from '../field-cipher.ts';
import { tenantKeysOf } from '../tenant-keys-of.ts';

export interface ReencryptOptions {
  /** Rows of one transaction. 500 by default. */
  readonly batchSize?: number;
  /** Ends the run between two batches. */
  readonly signal?: AbortSignal;
}

/** What a run did. */
export interface ReencryptReport {
  /** Version of the key that values have now. */
  readonly version: number;
  /** Values that were encrypted anew, or got their missing blind index. */
  readonly rewritten: number;
  /** Values that were left: written meanwhile by processes that did not know of the new version yet, or not reached. Run it again. */
  readonly remaining: number;
  /** Values that cannot be decrypted, by `Model.field`: they are damaged, or not of this tenant. */
  readonly unreadable: Readonly<Record<string, number>>;
}

interface Stored {
  readonly id: string;
  readonly value: string;
}

/** It runs beside the services' work, and may take its time; in milliseconds. */
const PATIENT = { maxWait: 60_000, timeout: 300_000 };
const FIRST = '00000000-0000-0000-0000-000000000000';

/**
 * Encrypts all values of the tenant's encrypted fields anew that have an older version of the data key, in batches of a
 * transaction each.
 *
 * @param client a client of `forTenant`
 * @throws DbError MASTER_KEY_MISSING, KEY_SERVICE_FAILED, TENANT_CONTEXT_MISSING
 */
export async function reencrypt(
  client: TenantClient,
  options: ReencryptOptions = {},
): Promise<ReencryptReport> {
  const { tenantId, dataKeys } = tenantKeysOf(client);
  const { version } = await dataKeys.newest(tenantId);
  const cipher = new FieldCipher(dataKeys, tenantId);
  const unreadable: Record<string, number> = {};
  let rewritten = 0;
  let remaining = 0;
  for (const [model, facts] of Object.entries(MODELS)) {
    for (const [name, field] of Object.entries(facts.encrypted)) {
      const column = new Column(facts, field, version);
      const failed = await column.rewriteAll(client, cipher, options, (count) => {
        rewritten += count;
      });
      if (failed > 0) unreadable[`${model}.${name}`] = failed;
      remaining += Math.max(0, (await column.countOld(client)) - failed);
    }
  }
  return { version, rewritten, remaining, unreadable };
}

/** One encrypted column. Its names come from the schema, never from input. */
class Column {
  readonly #table: Prisma.Sql;
  readonly #column: Prisma.Sql;
  readonly #text: Prisma.Sql;
  readonly #index: Prisma.Sql | undefined;
  readonly #old: Prisma.Sql;
  readonly #json: boolean;
  readonly #purpose: string;

  constructor(facts: ModelFacts, field: EncryptedField, version: number) {
    this.#json = field.type === 'Json';
    this.#purpose = purposeOf(facts, field.column);
    this.#table = Prisma.sql`${name(facts.schema)}.${name(facts.table)}`;
    this.#column = name(field.column);
    this.#text = this.#json ? Prisma.sql`(${this.#column} #>> '{}')` : this.#column;
    this.#index = field.blindIndex && name(field.blindIndex.column);
    const older = Prisma.sql`${this.#text} NOT LIKE ${`enc:${version}:%`}`;
    this.#old = this.#index ? Prisma.sql`(${older} OR ${this.#index} IS NULL)` : older;
  }

  /** @returns how many values could not be read */
  async rewriteAll(
    client: TenantClient,
    cipher: FieldCipher,
    { batchSize = 500, signal }: ReencryptOptions,
    onBatch: (rewritten: number) => void,
  ): Promise<number> {
    let unreadable = 0;
    let after = FIRST;
    for (let size = batchSize; size === batchSize && !signal?.aborted; ) {
      const rows = await this.#read(client, after, batchSize);
      const renewed = await Promise.all(rows.map((row) => this.#renew(row, cipher)));
      const readable = renewed.filter((row) => row !== undefined);
      unreadable += rows.length - readable.length;
      if (readable.length > 0) onBatch(await this.#write(client, readable));
      size = rows.length;
      after = rows.at(-1)?.id ?? after;
    }
    return unreadable;
  }

  async countOld(client: TenantClient): Promise<number> {
    const [row] = await client.$transaction(
      (tx) => tx.$queryRaw<{ count: bigint }[]>`
        SELECT count(*) FROM ${this.#table} WHERE tenant_id = core.current_tenant_id() AND ${this.#old}`,
      PATIENT,
    );
    return Number(row?.count ?? 0);
  }

  /** In a transaction, so that it is the primary that answers. */
  async #read(client: TenantClient, after: string, limit: number): Promise<Stored[]> {
    return await client.$transaction(
      (tx) => tx.$queryRaw<Stored[]>`
      SELECT id, ${this.#text} AS value FROM ${this.#table}
      WHERE tenant_id = core.current_tenant_id() AND id > ${after}::uuid AND ${this.#old}
      ORDER BY id LIMIT ${limit}`,
      PATIENT,
    );
  }

  async #renew({ id, value }: Stored, cipher: FieldCipher) {
    try {
      const plain = await cipher.open(value, this.#purpose);
      const index = this.#index && Buffer.from(await cipher.index(plain, this.#purpose)).toString('hex');
      return { id, value, next: await cipher.seal(plain, this.#purpose), index: index ?? null };
    } catch (error) {
      if (error instanceof DbError && error.code === 'DECRYPTION_FAILED') return undefined;
      throw error;
    }
  }

  async #write(
    client: TenantClient,
    rows: readonly { id: string; value: string; next: string; index: string | null }[],
  ): Promise<number> {
    const next = this.#json ? Prisma.sql`to_jsonb(new.next)` : Prisma.sql`new.next`;
    const index = this.#index ? Prisma.sql`, ${this.#index} = decode(new.index, 'hex')` : Prisma.empty;
    return await client.$executeRaw`
      UPDATE ${this.#table} SET ${this.#column} = ${next} ${index}
      FROM unnest(
        ${rows.map((row) => row.id)}::uuid[], ${rows.map((row) => row.value)}::text[],
        ${rows.map((row) => row.next)}::text[], ${rows.map((row) => row.index)}::text[]
      ) AS new (row_id, old, next, index)
      WHERE tenant_id = core.current_tenant_id() AND id = new.row_id AND ${this.#text} = new.old`;
  }
}

function name(identifier: string): Prisma.Sql {
  return Prisma.raw(`"${identifier.replaceAll('"', '""')}"`);
}
