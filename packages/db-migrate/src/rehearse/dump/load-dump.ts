import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Client } from 'pg';
import { withConnection } from '../../database/connect.ts';
import { MigrateError } from '../../errors.ts';
import { copyIn } from './copy-in.ts';
import { DumpSource } from './dump-source.ts';
import { type DumpChunks, restoredSql } from './pg-restore.ts';
import { StatementEnd } from './statement-end.ts';

const COPY = /^COPY\s.*\sFROM\s+stdin\b/is;
/** Made by every new database. */
const ALREADY_THERE = /^CREATE SCHEMA (?:public|"public");?$/i;
/** Settings of newer servers and tools that an older server does not know: they say how the rest is read, never what is in it. */
const UNKNOWN_SETTING = '42704';

/**
 * Loads a dump into an empty database: plain SQL, as pg_dump writes it by default or with --inserts, or its custom format by way of
 * pg_restore.
 *
 * @throws MigrateError DUMP_INVALID with the place in the dump
 */
export async function loadDump(url: string, file: string): Promise<void> {
  const { chunks, close } = await readChunks(file);
  try {
    await withConnection(url, (client) => loadSql(client, file, chunks));
  } finally {
    close();
  }
}

/**
 * Runs the SQL of a dump, rows between its statements among it.
 *
 * @param name of the dump, for messages
 * @throws MigrateError DUMP_INVALID with the place in the dump
 */
export async function loadSql(client: Client, name: string, chunks: AsyncIterable<Buffer>): Promise<void> {
  const source = new DumpSource(name, chunks);
  let pending: string[] = [];
  let end = new StatementEnd();
  for (let line = await source.line(); line !== undefined; line = await source.line()) {
    if (pending.length === 0) {
      if (line.trim() === '' || line.startsWith('--')) continue;
      if (line.startsWith('\\')) {
        if (/^\\(?:un)?restrict\b/.test(line)) continue;
        throw new MigrateError(
          'DUMP_INVALID',
          `${name}:${source.number} is a command of psql (${line.split(' ')[0]}). Dump one database, without --create.`,
        );
      }
    }
    pending.push(line);
    if (!end.endsWith(line)) continue;
    const statement = pending.join('\n');
    const first = source.number - pending.length + 1;
    pending = [];
    end = new StatementEnd();
    await run(client, statement, source, first);
  }
  if (pending.length > 0) {
    throw new MigrateError('DUMP_INVALID', `${name} ends within a statement: it is not whole.`);
  }
}

async function run(client: Client, statement: string, source: DumpSource, line: number): Promise<void> {
  try {
    if (COPY.test(statement)) await copyIn(client, statement, source.rows());
    else if (!ALREADY_THERE.test(statement)) await client.query(statement);
  } catch (cause) {
    if (cause instanceof MigrateError) throw cause;
    const { code, message } = cause as { code?: string; message: string };
    if (code === UNKNOWN_SETTING && /^SET\b/i.test(statement)) return;
    throw new MigrateError('DUMP_INVALID', `${source.name}:${line} cannot be loaded: ${message}.`, { cause });
  }
}

async function readChunks(file: string): Promise<DumpChunks> {
  const format = await readFormat(file);
  if (format === 'custom') return restoredSql(file, file, ['--no-comments']);
  const chunks = createReadStream(file);
  return { chunks, close: () => void chunks.destroy() };
}

async function readFormat(file: string): Promise<'plain' | 'custom'> {
  const handle = await open(file).catch((cause: NodeJS.ErrnoException) => {
    throw new MigrateError('DUMP_INVALID', `The dump ${file} cannot be read (${cause.code}).`, { cause });
  });
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(512), 0, 512, 0);
    const head = buffer.subarray(0, bytesRead);
    if (head.subarray(0, 5).toString() === 'PGDMP') return 'custom';
    if (head.includes(0) || (head[0] === 0x1f && head[1] === 0x8b)) {
      throw new MigrateError(
        'DUMP_INVALID',
        `${file} is neither plain SQL nor pg_dump's custom format. Unpack it, or dump with "pg_dump --format=plain".`,
      );
    }
    return 'plain';
  } catch (cause) {
    if (cause instanceof MigrateError) throw cause;
    throw new MigrateError(
      'DUMP_INVALID',
      `The dump ${file} cannot be read (${(cause as { code?: string }).code}).`,
      { cause },
    );
  } finally {
    await handle.close();
  }
}
