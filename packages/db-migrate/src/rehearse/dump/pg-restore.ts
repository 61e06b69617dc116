import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { MigrateError } from '../../errors.ts';

export interface DumpChunks {
  /** Throws at its end when what made them failed. */
  readonly chunks: AsyncIterable<Buffer>;
  close(): void;
}

/**
 * The SQL of a dump in pg_dump's custom or directory format, by an installed pg_restore.
 *
 * @param input a file or folder, or the bytes of a file
 * @throws MigrateError DUMP_INVALID as the chunks are read
 */
export function restoredSql(
  name: string,
  input: string | Readable,
  options: readonly string[] = [],
): DumpChunks {
  const isPath = typeof input === 'string';
  const child = spawn('pg_restore', ['--file=-', ...options, ...(isPath ? [input] : [])], {
    stdio: [isPath ? 'ignore' : 'pipe', 'pipe', 'pipe'],
  });
  if (!isPath && child.stdin) {
    // It may end before it has read all; what was wrong it says itself.
    child.stdin.on('error', () => undefined);
    input.once('error', () => child.kill());
    input.pipe(child.stdin);
  }
  let said = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  const ended = new Promise<void>((resolve, reject) => {
    child.once('error', (cause) =>
      reject(
        new MigrateError(
          'DUMP_INVALID',
          `${name} is in a format of pg_dump that takes pg_restore to read, and that is not there. Install PostgreSQL's client programs, or dump with "pg_dump --format=plain".`,
          { cause },
        ),
      ),
    );
    child.once('close', (code) =>
      code === 0
        ? resolve()
        : reject(new MigrateError('DUMP_INVALID', `pg_restore cannot read ${name}: ${said.trim()}`)),
    );
  });
  ended.catch(() => undefined);
  const chunks = async function* () {
    yield* child.stdout as AsyncIterable<Buffer>;
    await ended;
  };
  return { chunks: chunks(), close: () => void child.kill() };
}
