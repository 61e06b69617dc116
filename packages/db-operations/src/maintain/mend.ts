import { rebuildIndex } from '@org/db-migrate';
import type { Client } from 'pg';
import { type Finding, type Mend, type Named, shown } from './finding.ts';
import { qualified } from './sql.ts';
import { count } from './words.ts';

/** What was done about a finding, or why not. */
export interface Outcome {
  /** The statement, such as `VACUUM (ANALYZE) "core"."users"`. */
  readonly what: string;
  readonly result: 'done' | 'skipped' | 'failed';
  readonly note: string;
}

/** As the worker's jobs do. */
const MONTHS = 12;

/** A REINDEX waits for transactions, and holds up neither readers nor writers meanwhile. */
const REINDEX_LOCK_SECONDS = 300;
/** Fewer are no matter. */
const FEW = 1_000;

/** What is in the way right now, and may be gone the next time. */
const BUSY: Readonly<Record<string, string>> = {
  '55P03': 'somebody else has it locked',
  '40P01': 'it was in a deadlock with somebody else',
};

/**
 * Does what is safe about the findings, one after the other, each waiting for locks as long as the session's `lock_timeout` says. A table
 * that is vacuumed is analyzed by that as well.
 *
 * @param reindex whether indexes are built anew, too
 */
export async function mendAll(
  client: Client,
  findings: readonly Finding[],
  { reindex, onProgress }: { reindex: boolean; onProgress: (line: string) => void },
): Promise<Outcome[]> {
  const mends = findings.flatMap(({ mend }) => (mend ? [mend] : []));
  const vacuumed = new Set(mends.filter(({ kind }) => kind === 'vacuum').map(shown));
  const statements = new Map<string, Mend>();
  for (const mend of mends) {
    if (mend.kind === 'drop-index' || (mend.kind === 'reindex' && !reindex)) continue;
    if (mend.kind === 'analyze' && vacuumed.has(shown(mend))) continue;
    statements.set(statementOf(mend), mend);
  }
  const outcomes: Outcome[] = [];
  for (const [what, mend] of statements) {
    onProgress(`${what} (${outcomes.length + 1} of ${statements.size})`);
    outcomes.push(await mendOne(client, what, mend));
  }
  return outcomes;
}

function statementOf(mend: Exclude<Mend, { kind: 'drop-index' }>): string {
  const name = qualified(mend);
  switch (mend.kind) {
    case 'vacuum':
      return `VACUUM (ANALYZE) ${name}`;
    case 'analyze':
      return `ANALYZE ${name}`;
    case 'reindex':
      return `REINDEX INDEX CONCURRENTLY ${name}`;
    case 'partitions':
      return `SELECT ${name}(${MONTHS})`;
  }
}

async function mendOne(client: Client, what: string, mend: Mend): Promise<Outcome> {
  const warnings: string[] = [];
  const onNotice = (notice: { severity?: string | undefined; message?: string | undefined }) => {
    if (notice.severity === 'WARNING' && notice.message) warnings.push(notice.message);
  };
  client.on('notice', onNotice);
  try {
    if (mend.kind === 'reindex') {
      await rebuild(client, mend);
      return { what, result: 'done', note: '' };
    }
    const { rows } = await client.query(what);
    const made: unknown = Object.values(rows[0] ?? {})[0];
    // VACUUM skips what it may not do, with a warning.
    if (warnings.length > 0) return { what, result: 'skipped', note: warnings.join('; ') };
    const note =
      mend.kind === 'partitions'
        ? `${count(Number(made), 'partition')} made`
        : mend.kind === 'vacuum'
          ? await whatStays(client, mend)
          : '';
    return { what, result: 'done', note };
  } catch (error) {
    const { code = '', message } = error as { code?: string; message: string };
    const busy = BUSY[code];
    if (busy) return { what, result: 'skipped', note: busy };
    // Of the server; a lost connection fails all that follows, and is thrown.
    if (!/^[0-9A-Z]{5}$/.test(code) || code.startsWith('57P')) throw error;
    return { what, result: 'failed', note: message };
  } finally {
    client.off('notice', onNotice);
  }
}

async function rebuild(client: Client, { schema, name }: Named): Promise<void> {
  const { rows } = await client.query<{ lock_timeout: string }>('SHOW lock_timeout');
  await client.query(`SET lock_timeout = '${REINDEX_LOCK_SECONDS}s'`);
  try {
    await rebuildIndex(client, { schema, name, table: '', temporary: false, constraint: false });
  } finally {
    await client.query(`SET lock_timeout = '${rows[0]?.lock_timeout}'`);
  }
}

/** A vacuum leaves what an older transaction may still look at. */
async function whatStays(client: Client, table: Named): Promise<string> {
  const { rows } = await client.query<{ dead: number }>(
    `SELECT (pg_stat_get_dead_tuples(c.oid) + pg_stat_get_dead_tuples(c.reltoastrelid))::float8 AS dead
     FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relname = $2`,
    [table.schema, table.name],
  );
  const dead = rows[0]?.dead ?? 0;
  return dead < FEW
    ? ''
    : `${count(dead, 'dead row')} stay, as an older transaction may look at them: see section sessions`;
}
