import type { Client } from 'pg';
import { isConnectionLost } from '../../database/connect.ts';
import { quoteIdentifier } from '../../derive/quote.ts';
import { MigrateError } from '../../errors.ts';
import { copyIn } from './copy-in.ts';
import { DumpSource } from './dump-source.ts';
import { StatementEnd } from './statement-end.ts';

const COPY = /^COPY\s.*\sFROM\s+stdin\b/is;
/** Made by every new database. */
const ALREADY_THERE = /^CREATE SCHEMA (?:public|"public");?$/i;
/**
 * Of roles, and of settings of newer servers and tools that an older server does not know: these say how the rest is read, never what is
 * in it.
 */
const UNDEFINED_OBJECT = '42704';
const MISSING_ROLE = /^role "(.+)" does not exist$/;

export interface LoadOptions {
  /** Whether roles that the server lacks are made, without a login: on a server that is thrown away. */
  readonly makesRoles?: boolean;
}

/**
 * Runs the SQL of a dump, rows between its statements among it.
 *
 * @param name of the dump, for messages
 * @throws MigrateError DUMP_INVALID with the place in the dump; as it is, what tells that the connection was lost
 */
export async function loadSql(
  client: Client,
  name: string,
  chunks: AsyncIterable<Buffer>,
  options: LoadOptions = {},
): Promise<void> {
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
    await run(client, { statement, source, line: first }, options);
  }
  if (pending.length > 0) {
    throw new MigrateError('DUMP_INVALID', `${name} ends within a statement: it is not whole.`);
  }
}

interface Place {
  readonly statement: string;
  readonly source: DumpSource;
  readonly line: number;
}

async function run(client: Client, place: Place, options: LoadOptions): Promise<void> {
  const { statement, source, line } = place;
  try {
    if (COPY.test(statement)) await copyIn(client, statement, source.rows());
    else if (!ALREADY_THERE.test(statement)) await client.query(statement);
  } catch (cause) {
    if (cause instanceof MigrateError || isConnectionLost(cause)) throw cause;
    const { code, message } = cause as { code?: string; message: string };
    if (code === UNDEFINED_OBJECT && /^SET\b/i.test(statement)) return;
    const role = code === UNDEFINED_OBJECT ? MISSING_ROLE.exec(message)?.[1] : undefined;
    if (role !== undefined && options.makesRoles && client.getTransactionStatus() === 'I') {
      await client.query(`CREATE ROLE ${quoteIdentifier(role)}`);
      return run(client, place, options);
    }
    const advice =
      role === undefined
        ? ''
        : ` Make it on that server (CREATE ROLE ${quoteIdentifier(role)};), or dump with --no-owner --no-privileges.`;
    throw new MigrateError('DUMP_INVALID', `${source.name}:${line} cannot be loaded: ${message}.${advice}`, {
      cause,
    });
  }
}
