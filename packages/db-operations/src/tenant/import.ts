import type { Client } from 'pg';
import { OperationsError } from '../errors.ts';
import { type Archive, checkFiles, readArchive } from './archive.ts';
import { readTenantTables, TENANTS, type TenantTable } from './catalog.ts';
import { checkForeignKeys } from './check-keys.ts';
import { lastMigration } from './export.ts';
import { type Match, matchTables } from './fit.ts';
import { type Loaded, loadTable, verifyTable } from './load.ts';
import { begin, findOperation, finish, note, type Operation } from './operations.ts';
import { circles } from './order.ts';
import { chooseQuiet, type Quiet, quietly } from './quiet.ts';
import { globalKeys, mapReferences, referenceId } from './references.ts';
import { escapeField, type FieldRewrite } from './rewrite.ts';
import {
  type Access,
  checkAccess,
  identifier,
  literal,
  type OnProgress,
  recordAccess,
  withSession,
  withTenantLock,
} from './session.ts';

export interface ImportOptions extends Access {
  /** Connection string of the owner of the tables, straight to the server. */
  readonly url: string;
  /** An archive. */
  readonly folder: string;
  /** The tenant's slug here; that of the archive by default. */
  readonly slug?: string;
  /** Tables of the archive to leave out. */
  readonly skip?: readonly string[];
  readonly onProgress?: OnProgress;
}

export interface Imported {
  readonly tenant: { readonly id: string; readonly slug: string };
  readonly tables: Readonly<Record<string, number>>;
  readonly rows: number;
  /** Tables that an earlier run, which was cut off, had loaded. */
  readonly resumed: number;
  readonly triggers: Quiet;
}

/** What is kept of an import that is under way. */
interface ImportProgress {
  readonly archive: string;
  readonly skip: readonly string[];
  readonly loaded: Readonly<Record<string, Loaded>>;
}

/** Nobody can log in to a tenant in this state, and the worker leaves it alone. */
const CLOSED = 'ARCHIVED';

/**
 * Brings an archived tenant into a database, under its own id. Files are checked before anything is written; a table is loaded in one
 * transaction; the tenant is ARCHIVED until every row was read back and compared. A run that was cut off is completed by running it again.
 *
 * @throws OperationsError ARCHIVE_INVALID, ARCHIVE_DAMAGED, SCHEMA_DIFFERS, TENANT_EXISTS, TENANT_BUSY, REFERENCE_MISSING, ROWS_DIFFER,
 * ACCESS_INVALID and those of `readTenantTables`; MigrateError of connecting
 */
export async function importTenant(options: ImportOptions): Promise<Imported> {
  const access = checkAccess(options);
  const archive = await readArchive(options.folder);
  await checkFiles(archive);
  const { tenant } = archive.manifest;
  const slug = options.slug ?? tenant.slug;
  if (!/^[a-z0-9][a-z0-9-]{0,62}$/.test(slug)) {
    throw new OperationsError(
      'SLUG_INVALID',
      `"${slug}" is no slug: lower-case letters, digits and dashes, 63 at most.`,
    );
  }
  return withSession(options.url, (client) =>
    withTenantLock(client, tenant.id, async () => {
      const tables = await readTenantTables(client);
      const skip = options.skip ?? [];
      const matches = matchTables(archive.manifest, tables, await lastMigration(client), skip);
      const quiet = await chooseQuiet(client);
      refuseCircles(quiet, matches);
      const rewrites = await rewritesFor(client, archive, tables, slug);
      await recordAccess(client, access, `tenant import ${slug}`);
      const operation = await openOperation(client, archive, slug, access, skip);
      return new Import(client, archive, matches, quiet, rewrites, operation, options.onProgress).run();
    }),
  );
}

type Rewrites = (match: Match) => ReadonlyMap<number, FieldRewrite>;

class Import {
  readonly #client: Client;
  readonly #archive: Archive;
  readonly #matches: readonly Match[];
  readonly #quiet: Quiet;
  readonly #rewrites: Rewrites;
  readonly #operation: Operation<ImportProgress>;
  readonly #onProgress: OnProgress | undefined;
  #progress: ImportProgress;

  constructor(
    client: Client,
    archive: Archive,
    matches: readonly Match[],
    quiet: Quiet,
    rewrites: Rewrites,
    operation: Operation<ImportProgress>,
    onProgress: OnProgress | undefined,
  ) {
    this.#client = client;
    this.#archive = archive;
    this.#matches = matches;
    this.#quiet = quiet;
    this.#rewrites = rewrites;
    this.#operation = operation;
    this.#onProgress = onProgress;
    this.#progress = operation.progress;
  }

  async run(): Promise<Imported> {
    const { id } = this.#archive.manifest.tenant;
    const done = new Set(Object.keys(this.#progress.loaded));
    for (const match of this.#matches) if (!done.has(match.archived.name)) await this.#load(match);
    for (const { table } of this.#matches) {
      if (this.#quiet === 'replica') await checkForeignKeys(this.#client, table, id);
      await raiseSequences(this.#client, table, id);
    }
    for (const match of this.#matches) {
      const expected = this.#progress.loaded[match.archived.name];
      if (expected) await verifyTable(this.#client, match, id, expected);
    }
    await this.#open();
    const tables = Object.fromEntries(this.#matches.map(({ archived }) => [archived.name, archived.rows]));
    return {
      tenant: { id, slug: this.#operation.slug },
      tables,
      rows: Object.values(tables).reduce((sum, rows) => sum + rows, 0),
      resumed: done.size,
      triggers: this.#quiet,
    };
  }

  async #load(match: Match): Promise<void> {
    const { name } = match.archived;
    await quietly(this.#client, this.#quiet, [match.table], async () => {
      const loaded = await loadTable(
        this.#client,
        this.#archive,
        match,
        this.#rewrites(match),
        this.#onProgress,
      );
      this.#progress = { ...this.#progress, loaded: { ...this.#progress.loaded, [name]: loaded } };
      await note(this.#client, this.#operation, this.#progress);
    });
    // So that checking the foreign keys, and the tenant's first users, do not work by the statistics of an empty table.
    if (match.archived.rows > 10_000) await this.#client.query(`ANALYZE ${match.table.sql}`);
  }

  /** Gives the tenant the state that it had, and closes the operation, in one transaction. */
  async #open(): Promise<void> {
    const { id, status } = this.#archive.manifest.tenant;
    const tenants = this.#matches.filter(({ archived }) => archived.name === TENANTS);
    await quietly(
      this.#client,
      this.#quiet,
      tenants.map(({ table }) => table),
      async () => {
        await this.#client.query('UPDATE core.tenants SET status = $2::core.tenant_status WHERE id = $1', [
          id,
          status,
        ]);
        await finish(this.#client, this.#operation, this.#progress);
      },
    );
  }
}

async function openOperation(
  client: Client,
  archive: Archive,
  slug: string,
  access: Access,
  skip: readonly string[],
): Promise<Operation<ImportProgress>> {
  const { id } = archive.manifest.tenant;
  const begun = await findOperation<ImportProgress>(client, 'IMPORT', { id });
  const { rows } = await client.query<{ id: string; slug: string }>(
    'SELECT id, slug FROM core.tenants WHERE id = $1 OR slug = $2',
    [id, slug],
  );
  const there = rows.find((row) => row.id === id);
  if (begun && begun.finishedAt === null && (there !== undefined || !begun.progress.loaded[TENANTS])) {
    const same =
      begun.progress.archive === archive.checksum &&
      begun.slug === slug &&
      begun.progress.skip.join() === skip.join();
    if (same) return begun;
    if (there !== undefined) {
      throw new OperationsError(
        'TENANT_EXISTS',
        `An import of this tenant from another archive, or with other options, was begun as ${begun.slug}. Run that one again, or erase the tenant first.`,
      );
    }
  }
  if (rows.length > 0) {
    throw new OperationsError(
      'TENANT_EXISTS',
      there
        ? `The tenant is there already, as ${there.slug}. Erase it first ("orgdb tenant erase ${there.slug}").`
        : `There is another tenant ${slug}. Choose another slug (--as).`,
    );
  }
  return begin(client, 'IMPORT', { id, slug }, access, { archive: archive.checksum, skip, loaded: {} });
}

/** The fields that are other ones here: slug and state of the tenant, keys of rows that belong to no tenant. */
async function rewritesFor(
  client: Client,
  archive: Archive,
  tables: readonly TenantTable[],
  slug: string,
): Promise<Rewrites> {
  const maps = await mapReferences(client, archive.manifest.references);
  return ({ archived, table }) => {
    const place = (name: string) => archived.columns.findIndex((column) => column.name === name);
    const rewrites = new Map<number, FieldRewrite>();
    if (table.name === TENANTS) {
      rewrites.set(place('slug'), () => escapeField(slug));
      rewrites.set(place('status'), () => CLOSED);
    }
    for (const key of globalKeys(table, tables)) {
      const map = maps.get(referenceId(key.target, key.targetColumns));
      const places = key.columns.map(place);
      for (const [at, own] of places.entries()) {
        rewrites.set(own, (fields) => {
          const found = map?.get(places.map((one) => fields[one]).join('\t'))?.[at];
          return found === undefined ? (fields[own] ?? '') : escapeField(found);
        });
      }
    }
    return rewrites;
  };
}

/** Numbers that a sequence will give must not meet those of the rows that came. */
async function raiseSequences(client: Client, table: TenantTable, tenantId: string): Promise<void> {
  for (const { column, sequence } of table.sequences) {
    await client.query(
      `SELECT setval(${literal(sequence)}, m.most) FROM
         (SELECT max(${identifier(column)}) AS most FROM ${table.sql} WHERE ${identifier(table.tenantColumn)} = $1) AS m, ${sequence} AS s
       WHERE m.most > s.last_value`,
      [tenantId],
    );
  }
}

function refuseCircles(quiet: Quiet, matches: readonly Match[]): void {
  if (quiet === 'replica') return;
  const round = circles(matches.map(({ table }) => table)).filter((group) => group.length > 1);
  if (round.length === 0) return;
  const names = round.map((group) => group.map(({ name }) => name).join(' and ')).join('; ');
  throw new OperationsError(
    'SCHEMA_DIFFERS',
    `Tables refer to each other in a circle (${names}), and this role may not put their checks off. Let an administrator run: GRANT SET ON PARAMETER session_replication_role TO org_owner;`,
  );
}
