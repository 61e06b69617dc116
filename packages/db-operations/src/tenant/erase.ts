import type { Client } from 'pg';
import { OperationsError } from '../errors.ts';
import { readTenantTables, TENANTS, type TenantTable } from './catalog.ts';
import { type Certificate, certify } from './certificate.ts';
import { countRows, withDeletion } from './delete-rows.ts';
import { begin, findOperation, finish, lastExport, note, type Operation } from './operations.ts';
import { chooseQuiet, type Quiet, quietly } from './quiet.ts';
import {
  type Access,
  checkAccess,
  findTenant,
  type OnProgress,
  recordAccess,
  type Tenant,
  withSession,
  withTenantLock,
} from './session.ts';

/** Destroyed before all others: what they encrypted is unreadable from then on, in copies as well. */
const KEYS = 'core.tenant_keys';
const BATCH = 5_000;

export interface EraseOptions extends Access {
  /** Connection string of the owner of the tables, straight to the server. */
  readonly url: string;
  readonly slug: string;
  /** The slug again. */
  readonly confirm: string;
  /** Erase a tenant that was never exported. */
  readonly withoutExport?: boolean;
  /** Rows of one transaction; 5,000 by default. */
  readonly batchSize?: number;
  /** Signs the certificate. */
  readonly signingKey?: string;
  readonly onProgress?: OnProgress;
}

interface ErasureProgress {
  readonly exportedAt: string | null;
  readonly deleted: Readonly<Record<string, number>>;
}

/** Counts what `eraseTenant` would delete. @throws OperationsError TENANT_UNKNOWN, those of `readTenantTables` */
export async function countTenant(options: Access & { readonly url: string; readonly slug: string }) {
  const access = checkAccess(options);
  return withSession(options.url, async (client) => {
    const tenant = await findTenant(client, options.slug);
    if (tenant === undefined) throw unknown(options.slug);
    await recordAccess(client, access, `tenant erase --dry-run ${tenant.slug}`);
    const tables = await readTenantTables(client);
    return { tenant, tables: await countRows(client, tables, tenant.id) };
  });
}

/**
 * Deletes every row of a tenant for good, in batches that each are a transaction: the tenant is closed first, then its keys are
 * destroyed, then all tables are emptied of it, the ones that refer to others before those. A run that was cut off is completed by
 * running it again; after the end, it answers the certificate once more.
 *
 * @throws OperationsError CONFIRMATION_MISSING, TENANT_UNKNOWN, EXPORT_MISSING, TENANT_BUSY, ACCESS_INVALID, ROWS_DIFFER and those of
 * `readTenantTables`; MigrateError of connecting
 */
export async function eraseTenant(options: EraseOptions): Promise<Certificate> {
  const access = checkAccess(options);
  if (options.confirm !== options.slug) {
    throw new OperationsError(
      'CONFIRMATION_MISSING',
      `This deletes the tenant ${options.slug} for good. Confirm it by its name: --confirm ${options.slug}.`,
    );
  }
  return withSession(options.url, async (client) => {
    const tenant = await findTenant(client, options.slug);
    const begun = await findOperation<ErasureProgress>(client, 'ERASURE', { slug: options.slug });
    if (tenant === undefined && begun === undefined) throw unknown(options.slug);
    // The tenant's row goes last but one: what is left to do then is told by the operation.
    const subject = tenant ?? { id: begun?.subjectId ?? '', slug: options.slug };
    return withTenantLock(client, subject.id, async () => {
      await recordAccess(client, access, `tenant erase ${options.slug}`);
      const quiet = await chooseQuiet(client);
      const current = await findOperation<ErasureProgress>(client, 'ERASURE', { id: subject.id });
      if (current?.finishedAt && tenant === undefined) return current.certificate as Certificate;
      const operation =
        current && current.finishedAt === null
          ? current
          : await open(client, quiet, subject as Tenant, access, options.withoutExport ?? false);
      return new Erasure(client, quiet, operation, options).run();
    });
  });
}

class Erasure {
  readonly #client: Client;
  readonly #quiet: Quiet;
  readonly #operation: Operation<ErasureProgress>;
  readonly #options: EraseOptions;
  #progress: ErasureProgress;

  constructor(client: Client, quiet: Quiet, operation: Operation<ErasureProgress>, options: EraseOptions) {
    this.#client = client;
    this.#quiet = quiet;
    this.#operation = operation;
    this.#options = options;
    this.#progress = operation.progress;
  }

  async run(): Promise<Certificate> {
    const tables = (await readTenantTables(this.#client)).reverse();
    const [tenants] = tables.filter(({ name }) => name === TENANTS);
    const keys = tables.filter(({ name }) => name === KEYS);
    const others = tables.filter((table) => table !== tenants && !keys.includes(table));
    // A service that knew the tenant before may write until its row is gone: so all of it twice.
    await this.#empty([...keys, ...others]);
    await this.#empty([...keys, ...others, ...(tenants ? [tenants] : [])]);
    await this.#empty([...keys, ...others]);
    return this.#certify();
  }

  async #empty(tables: readonly TenantTable[]): Promise<void> {
    const { subjectId } = this.#operation;
    const most = this.#options.batchSize ?? BATCH;
    for (const table of tables) {
      // Foreign keys to the tenants are looked at: what somebody has written meanwhile goes with the row.
      const quiet = table.name === TENANTS ? 'locked' : this.#quiet;
      await withDeletion(this.#client, table, subjectId, async (deleteSome) => {
        let found: number;
        do {
          found = await quietly(this.#client, quiet, [table], async () => {
            const batch = await deleteSome(most);
            if (batch.deleted > 0) await this.#count(table.name, batch.deleted);
            return batch.found;
          });
          this.#options.onProgress?.({ table: table.name, rows: this.#progress.deleted[table.name] ?? 0 });
        } while (found > 0);
      });
    }
  }

  async #count(table: string, deleted: number): Promise<void> {
    const before = this.#progress.deleted;
    const rows = (before[table] ?? 0) + deleted;
    this.#progress = { ...this.#progress, deleted: { ...before, [table]: rows } };
    await note(this.#client, this.#operation, this.#progress);
  }

  /** Counts every table that the catalogs name now; the certificate says what was found. */
  async #certify(): Promise<Certificate> {
    const { subjectId, slug, actor, reason, startedAt } = this.#operation;
    const tables = await readTenantTables(this.#client);
    const left = Object.entries(await countRows(this.#client, tables, subjectId)).filter(
      ([, rows]) => rows > 0,
    );
    if (left.length > 0) {
      throw new OperationsError(
        'ROWS_DIFFER',
        `Somebody still writes rows of the erased tenant: ${left.map(([name, rows]) => `${name} (${rows})`).join(', ')}. Restart the services, then run this again.`,
      );
    }
    const { deleted, exportedAt } = this.#progress;
    const certificate = certify(
      {
        tenant: { id: subjectId, slug },
        actor,
        reason,
        startedAt: startedAt.toISOString(),
        finishedAt: new Date().toISOString(),
        exportedAt,
        tables: deleted,
        rows: Object.values(deleted).reduce((sum, rows) => sum + rows, 0),
        verified: { tables: tables.length, remaining: 0 },
      },
      this.#options.signingKey,
    );
    await finish(this.#client, this.#operation, this.#progress, certificate);
    return certificate;
  }
}

/** Closes the tenant and notes the erasure, in one transaction. */
async function open(
  client: Client,
  quiet: Quiet,
  tenant: Tenant,
  access: Access,
  withoutExport: boolean,
): Promise<Operation<ErasureProgress>> {
  const exported = await lastExport(client, tenant.id);
  if (exported === undefined && !withoutExport) {
    throw new OperationsError(
      'EXPORT_MISSING',
      `The tenant ${tenant.slug} was never exported from this database. Export it first ("orgdb tenant export ${tenant.slug} --to <folder>"), or say that it is not wanted: --without-export.`,
    );
  }
  return quietly(client, quiet, [], async () => {
    await client.query("UPDATE core.tenants SET status = 'ARCHIVED' WHERE id = $1", [tenant.id]);
    const progress = { exportedAt: exported?.toISOString() ?? null, deleted: {} };
    return begin<ErasureProgress>(client, 'ERASURE', tenant, access, progress);
  });
}

function unknown(slug: string): OperationsError {
  return new OperationsError('TENANT_UNKNOWN', `There is no tenant ${slug}; "orgdb tenants" lists them.`);
}
