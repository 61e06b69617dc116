import { type Duplex, PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Client } from 'pg';
import { from } from 'pg-copy-streams';
import { OperationsError } from '../errors.ts';
import type { Archive } from './archive.ts';
import { openRows } from './archived-rows.ts';
import { copyOut } from './copy-out.ts';
import { RowDigest } from './digest.ts';
import { copyRows } from './export.ts';
import type { Match } from './fit.ts';
import { type FieldRewrite, rewriteRows } from './rewrite.ts';
import { identifier, type OnProgress } from './session.ts';

/** Where rows wait of which COPY may not write the table itself. */
const STAGE = 'pg_temp.moved';

/** Rows of a table, told by their number and digest. */
export interface Loaded {
  readonly rows: number;
  readonly digest: string;
}

/**
 * Copies a table's rows from the archive into the database, in the transaction that is open.
 *
 * @returns what must be found in the database then: the archive's rows with their rewritten fields
 * @throws OperationsError ROWS_DIFFER when the rows are not those that the manifest tells of
 */
export async function loadTable(
  client: Client,
  archive: Archive,
  { archived, table }: Match,
  rewrites: ReadonlyMap<number, FieldRewrite>,
  onProgress?: OnProgress,
): Promise<Loaded> {
  const read = new RowDigest();
  const wrote = rewrites.size > 0 ? new RowDigest() : read;
  const columns = archived.columns.map(({ name }) => identifier(name)).join(', ');
  const place = table.guarded ? STAGE : table.sql;
  if (table.guarded) {
    await client.query(
      `CREATE TEMPORARY TABLE ${STAGE} ON COMMIT DROP AS SELECT ${columns} FROM ${table.sql} WITH NO DATA`,
    );
  }
  const sink = client.query(from(`COPY ${place} (${columns}) FROM STDIN`, { highWaterMark: 1 << 20 }));
  const [file, unzip] = openRows(archive, archived) ?? [new PassThrough().end(), new PassThrough()];
  await pipeline(
    file,
    unzip as Duplex,
    async function* (source: AsyncIterable<Buffer>) {
      const counted = count(source, read, (rows) => onProgress?.({ table: archived.name, rows }));
      yield* rewrites.size > 0 ? count(rewriteRows(counted, rewrites), wrote) : counted;
    },
    sink,
  );
  expectRows(archived.name, archived, { rows: read.rows, digest: read.sum });
  if (table.guarded) {
    await client.query(
      `INSERT INTO ${table.sql} (${columns}) OVERRIDING SYSTEM VALUE SELECT ${columns} FROM ${STAGE}`,
    );
  }
  return { rows: wrote.rows, digest: wrote.sum };
}

async function* count(
  source: AsyncIterable<Buffer>,
  digest: RowDigest,
  onRows?: (rows: number) => void,
): AsyncGenerator<Buffer> {
  for await (const chunk of source) {
    digest.update(chunk);
    onRows?.(digest.rows);
    yield chunk;
  }
}

/** Reads a tenant's rows back. @throws OperationsError ROWS_DIFFER when they are not `expected` */
export async function verifyTable(
  client: Client,
  { archived, table }: Match,
  tenantId: string,
  expected: Loaded,
): Promise<void> {
  const digest = new RowDigest();
  for await (const slab of copyOut(client, copyRows(table, archived.columns, tenantId))) digest.update(slab);
  expectRows(archived.name, expected, { rows: digest.rows, digest: digest.sum });
}

function expectRows(table: string, expected: Loaded, found: Loaded): void {
  if (found.rows === expected.rows && found.digest === expected.digest) return;
  const what =
    found.rows === expected.rows ? 'some of the rows differ' : `${found.rows} rows, not ${expected.rows}`;
  throw new OperationsError(
    'ROWS_DIFFER',
    `${table} is not what the archive says: ${what}. The tenant stays closed (ARCHIVED). Erase it, then import again.`,
  );
}
