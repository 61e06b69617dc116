import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createDeflate } from 'node:zlib';
import { OperationsError } from '../../errors.ts';
import type { Compression } from '../format.ts';
import { proofComment } from '../proof.ts';
import type { BackupSource, TableRows } from '../source.ts';
import { type Archive, type Entry, int, type Place, readArchive, SECTION, writeArchive } from './archive.ts';

/** What COPY reads as the end of the rows, and the empty lines that pg_dump leaves behind it. */
const END_OF_ROWS = Buffer.from('\\.\n\n\n');
const BLOCK_OF_ROWS = 1;

/** A dump in pg_dump's custom format, as it is written. */
export interface CustomDump {
  readonly content: AsyncGenerator<Buffer>;
  /** What its beginning is when all is written: with the places of the rows, so that they can be restored in parallel. */
  beginning(): Buffer;
}

/**
 * A dump in pg_dump's custom format, for pg_restore: its table of contents by pg_dump, the rows by COPY, and the proof as a comment that
 * restores to nothing.
 */
export async function customDump(source: BackupSource, compression: Compression): Promise<CustomDump> {
  const isCompressed = compression !== 'none';
  const { archive, idOf } = await contents(source);
  const places = new Map<number, Place>();
  for (const id of idOf.values()) places.set(id, { offset: undefined });
  const beginning = () => writeArchive(archive, 'custom', isCompressed, places);
  const content = async function* () {
    const first = beginning();
    let at = first.length;
    yield first;
    for await (const table of source.rows()) {
      const id = idOf.get(table.name) ?? 0;
      places.set(id, { offset: at });
      for await (const bytes of block(id, table, isCompressed)) {
        at += bytes.length;
        yield bytes;
      }
    }
  };
  return { content: content(), beginning };
}

async function* block(id: number, { rows }: TableRows, isCompressed: boolean): AsyncGenerator<Buffer> {
  yield Buffer.concat([Buffer.from([BLOCK_OF_ROWS]), int(id)]);
  for await (const chunk of isCompressed ? deflated(rowsAndEnd(rows)) : rowsAndEnd(rows))
    yield Buffer.concat([int(chunk.length), chunk]);
  yield int(0);
}

export async function* rowsAndEnd(rows: TableRows['rows']): AsyncGenerator<Buffer> {
  yield* rows;
  yield END_OF_ROWS;
}

async function* deflated(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const deflate = createDeflate();
  const done = pipeline(Readable.from(source), deflate);
  done.catch(() => undefined); // Told by `deflate`, which is destroyed with the same error.
  yield* deflate;
  await done;
}

/** What pg_dump says of the database, with our rows and the proof; and the entries of tables by their names. */
export async function contents(
  source: BackupSource,
): Promise<{ archive: Archive; idOf: ReadonlyMap<string, number> }> {
  const dumped = readArchive(await source.archive())?.archive;
  if (dumped === undefined) {
    throw new OperationsError('BACKUP_FAILED', 'pg_dump wrote an archive of a version that is not known.');
  }
  const tables = new Map(
    (await source.sumUp()).map((table) => [JSON.stringify([table.schema, table.table]), table]),
  );
  const idOf = new Map<string, number>();
  const entries: Entry[] = [];
  for (const entry of dumped.entries) {
    if (entry.kind !== 'TABLE DATA') {
      entries.push(entry);
      continue;
    }
    const table = tables.get(JSON.stringify([entry.schema, entry.tag]));
    // Rows of an extension's tables, which are not in a backup.
    if (table === undefined) continue;
    idOf.set(table.name, entry.id);
    entries.push({
      ...entry,
      hasData: true,
      copyStatement: `COPY ${table.name} ${table.columns} FROM stdin;\n`,
    });
  }
  const missing = [...tables.values()].find(({ name }) => !idOf.has(name));
  if (missing)
    throw new OperationsError('BACKUP_FAILED', `pg_dump knows nothing of the rows of ${missing.name}.`);
  entries.push(
    proofEntry(Math.max(...dumped.entries.map(({ id }) => id)) + 1, proofComment(await source.proof())),
  );
  return { archive: { head: dumped.head, entries }, idOf };
}

export const PROOF_TAG = 'orgdb proof';

function proofEntry(id: number, definition: string): Entry {
  return {
    id,
    hasData: false,
    tableOid: '0',
    oid: '0',
    tag: PROOF_TAG,
    kind: 'COMMENT',
    section: SECTION.postData,
    definition,
    dropStatement: '',
    copyStatement: null,
    schema: null,
    tablespace: null,
    accessMethod: null,
    owner: '',
    dependencies: [],
  };
}
