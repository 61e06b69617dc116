import { spawn } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { Client } from 'pg';
import { withConnection } from '../../database/connect.ts';
import { MigrateError } from '../../errors.ts';
import { copyIn } from './copy-in.ts';
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
  const lines = await readLines(file);
  try {
    await withConnection(url, (client) => load(client, file, lines.source));
    await lines.finished();
  } finally {
    lines.close();
  }
}

async function load(client: Client, file: string, source: Readable): Promise<void> {
  const lines = createInterface({ input: source, crlfDelay: Number.POSITIVE_INFINITY })[
    Symbol.asyncIterator
  ]();
  let number = 0;
  let pending: string[] = [];
  let end = new StatementEnd();
  const next = async () => {
    const { value, done } = await lines.next();
    number += 1;
    return done ? undefined : String(value);
  };
  async function* rows(): AsyncGenerator<string> {
    for (let line = await next(); line !== undefined; line = await next()) {
      if (line === '\\.') return;
      yield line;
    }
    throw new MigrateError('DUMP_INVALID', `${file} ends within the rows of a table: it is not whole.`);
  }
  for (let line = await next(); line !== undefined; line = await next()) {
    if (pending.length === 0) {
      if (line.trim() === '' || line.startsWith('--')) continue;
      if (line.startsWith('\\')) {
        if (/^\\(?:un)?restrict\b/.test(line)) continue;
        throw new MigrateError(
          'DUMP_INVALID',
          `${file}:${number} is a command of psql (${line.split(' ')[0]}). Dump one database, without --create.`,
        );
      }
    }
    pending.push(line);
    if (!end.endsWith(line)) continue;
    const statement = pending.join('\n');
    const first = number - pending.length + 1;
    pending = [];
    end = new StatementEnd();
    try {
      if (COPY.test(statement)) await copyIn(client, statement, rows());
      else if (!ALREADY_THERE.test(statement)) await client.query(statement);
    } catch (cause) {
      if (cause instanceof MigrateError) throw cause;
      const { code, message } = cause as { code?: string; message: string };
      if (code === UNKNOWN_SETTING && /^SET\b/i.test(statement)) continue;
      throw new MigrateError('DUMP_INVALID', `${file}:${first} cannot be loaded: ${message}.`, { cause });
    }
  }
  if (pending.length > 0) {
    throw new MigrateError('DUMP_INVALID', `${file} ends within a statement: it is not whole.`);
  }
}

interface Lines {
  readonly source: Readable;
  /** Rejects when what made the lines failed. */
  finished(): Promise<void>;
  close(): void;
}

async function readLines(file: string): Promise<Lines> {
  const format = await readFormat(file);
  if (format === 'custom') return restoreLines(file);
  const source = createReadStream(file, 'utf8');
  return { source, finished: async () => undefined, close: () => source.destroy() };
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

function restoreLines(file: string): Lines {
  const child = spawn('pg_restore', ['--file=-', '--no-comments', file], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const ended = new Promise<void>((resolve, reject) => {
    child.once('error', (cause) =>
      reject(
        new MigrateError(
          'DUMP_INVALID',
          `${file} is in pg_dump's custom format, which takes pg_restore to read, and that is not there. Install PostgreSQL's client programs, or dump with "pg_dump --format=plain".`,
          { cause },
        ),
      ),
    );
    child.once('close', (code) =>
      code === 0
        ? resolve()
        : reject(new MigrateError('DUMP_INVALID', `pg_restore cannot read ${file}: ${said.trim()}`)),
    );
  });
  ended.catch(() => undefined);
  child.stdout.setEncoding('utf8');
  return { source: child.stdout, finished: () => ended, close: () => child.kill() };
}
