import type { Catalog } from '@org/db-migrate';
import { damaged } from './seal.ts';

/** How a backup begins: where it comes from, and what it needs. */
export interface BackupOrigin {
  readonly createdAt: string;
  /** Of the server, such as `18.4`. */
  readonly serverVersion: string;
  readonly database: string;
  readonly owner: string;
  /** The last migration that was applied; absent without a history. */
  readonly lastMigration?: string;
  /** Roles that own or may use something in it. */
  readonly roles: readonly string[];
  /** Of the database, as `ALTER DATABASE … SET` wants them: `name=value`. */
  readonly settings: readonly string[];
  /** Schemas that were left out. */
  readonly without: readonly string[];
}

/** Rows of a table, counted and summed up in the snapshot that was copied. */
export interface TableSum {
  readonly table: string;
  readonly rows: string;
  /** Sum of `hashtextextended` of each row's text: in whatever order they come. */
  readonly checksum: string;
}

/** What a record is; its content follows in chunks. */
export type RecordHead =
  | ({ readonly kind: 'origin' } & BackupOrigin)
  | { readonly kind: 'definitions'; readonly section: 'pre-data' | 'post-data' }
  | ({ readonly kind: 'rows'; readonly columns: string } & TableSum)
  | { readonly kind: 'sequences'; readonly statements: readonly string[] }
  | { readonly kind: 'catalog'; readonly catalog: Catalog }
  | { readonly kind: 'end'; readonly tables: number };

export interface BackupRecord {
  readonly head: RecordHead;
  readonly content: AsyncIterable<Buffer>;
}

/** A record as bytes: its head as JSON, the chunks of its content, each with its length, and a length of 0. */
export async function* encode(
  head: RecordHead,
  content: AsyncIterable<Buffer> | Iterable<Buffer> = [],
): AsyncGenerator<Buffer> {
  yield withLength(Buffer.from(JSON.stringify(head)));
  for await (const chunk of content) if (chunk.length > 0) yield withLength(chunk);
  yield Buffer.alloc(4);
}

/** Reads records one after the other; what is left of a record's content is skipped. */
export async function* decode(source: AsyncIterable<Buffer>, file: string): AsyncGenerator<BackupRecord> {
  const read = reader(source, file);
  for (;;) {
    const bytes = await read();
    if (bytes === undefined) return;
    const head = JSON.parse(bytes.toString()) as RecordHead;
    let isOver = false;
    const content = (async function* () {
      while (!isOver) {
        const chunk = await read();
        if (chunk === undefined) throw damaged(file);
        isOver = chunk.length === 0;
        if (!isOver) yield chunk;
      }
    })();
    yield { head, content };
    for await (const _ of content);
  }
}

function withLength(bytes: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

function reader(source: AsyncIterable<Buffer>, file: string): () => Promise<Buffer | undefined> {
  const chunks = source[Symbol.asyncIterator]();
  let held: Buffer = Buffer.alloc(0);
  const fill = async (size: number) => {
    const parts = [held];
    let length = held.length;
    while (length < size) {
      const { value, done } = await chunks.next();
      if (done) break;
      parts.push(value);
      length += value.length;
    }
    held = Buffer.concat(parts);
    return length >= size;
  };
  return async () => {
    if (!(await fill(4))) {
      if (held.length > 0) throw damaged(file);
      return undefined;
    }
    const size = held.readUInt32BE();
    if (!(await fill(4 + size))) throw damaged(file);
    const bytes = held.subarray(4, 4 + size);
    held = held.subarray(4 + size);
    return bytes;
  };
}
