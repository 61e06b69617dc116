import path from 'node:path';
import type { Client } from 'pg';
import { withConnection } from '../database/connect.ts';
import { describeSession, type Session } from '../database/sessions.ts';
import { MigrateError } from '../errors.ts';
import { readHistory, recordRolledBack } from '../history/history.ts';
import { NEXT } from '../next.ts';
import { loadEngine } from '../script/engine.ts';
import { watchBlockers } from './blockers.ts';

export interface ApplyOptions {
  url: string;
  project: string;
  /** Milliseconds: how long to wait for a lock on a table, 0 for ever. */
  lockTimeout: number;
  /** Milliseconds: how long a statement may take, 0 for ever. */
  statementTimeout: number;
  /** How often a transaction that lost a lock is tried again. */
  retries: number;
  onBegin: (name: string) => void;
  onEnd: (applied: AppliedMigration) => void;
  onBlocked: (sessions: readonly Session[]) => void;
  onNote: (line: string) => void;
  signal?: AbortSignal | undefined;
}

export interface AppliedMigration {
  readonly name: string;
  readonly milliseconds: number;
}

const APPLYING = /^Applying migration `(.+)`$/;
/** lock_not_available, deadlock_detected, serialization_failure. */
const LOST_A_LOCK = /^Database error code: (?:55P03|40P01|40001)$/m;
/** query_canceled. */
const CANCELED = /^Database error code: 57014$/m;
const NOTHING_KEPT = 'Nothing of the script was applied';
/** Another deployer of Prisma's. */
const OTHER_DEPLOYER = /P1002/;

/**
 * Lets the engine apply what is pending and tells of its progress; returns what was applied, in order.
 *
 * @param client a connection on which nothing else runs meanwhile
 * @throws MigrateError LOCK_NOT_AVAILABLE with the session that was in the way, INTERRUPTED, MIGRATION_FAILED
 */
export async function applyPending(client: Client, options: ApplyOptions): Promise<AppliedMigration[]> {
  const begun: string[] = [];
  const applied: AppliedMigration[] = [];
  const end = async (name: string) => {
    const row = (await withConnection(options.url, readHistory)).findLast((one) => one.name === name);
    if (row?.finished !== true) return;
    applied.push({ name, milliseconds: row.milliseconds ?? 0 });
    options.onEnd({ name, milliseconds: row.milliseconds ?? 0 });
  };
  let ending: Promise<void> = Promise.resolve();
  // One after the other, and in order, whatever comes meanwhile. A failure to read is met again by what follows.
  const endLast = () => {
    const name = begun.at(-1);
    if (name !== undefined) ending = ending.then(() => end(name).catch(() => undefined));
  };
  const { applyMigrations, explainFailure } = await loadEngine();
  const watch = watchBlockers(client, options.onBlocked, options.signal);
  const failure = await applyMigrations({
    url: namedUrl(options.url),
    migrations: path.join(options.project, 'prisma', 'migrations'),
    // What runs is told while it runs, and interrupted at the right one.
    ahead: false,
    settings: {
      lockTimeout: options.lockTimeout,
      statementTimeout: options.statementTimeout,
      lockRetries: options.retries,
    },
    notify: (line) => {
      const name = APPLYING.exec(line)?.[1];
      if (name !== undefined) {
        endLast();
        begun.push(name);
        const told = name;
        ending = ending.then(() => options.onBegin(told));
      } else if (line.includes('trying again in')) ending = ending.then(() => options.onNote(line.trim()));
    },
  })
    .then(
      () => undefined,
      (error: unknown) => ({ reason: explainFailure(error), cause: error }),
    )
    .finally(() => watch.stop());
  endLast();
  await ending;
  if (failure === undefined) return applied;
  const circumstances = { blockers: watch.last(), applied: applied.length, signal: options.signal };
  throw await failureOf(client, failure, circumstances);
}

function namedUrl(url: string): string {
  const named = new URL(url);
  if (!named.searchParams.has('application_name')) named.searchParams.set('application_name', 'orgdb deploy');
  return named.href;
}

/** What else is known of a failure. */
interface Circumstances {
  readonly blockers: readonly Session[];
  readonly applied: number;
  readonly signal: AbortSignal | undefined;
}

async function failureOf(
  client: Client,
  { reason, cause }: { reason: string; cause: unknown },
  { blockers, applied, signal }: Circumstances,
): Promise<MigrateError> {
  const kept = applied === 0 ? '' : ` ${applied} before it ${applied === 1 ? 'stays' : 'stay'} applied.`;
  if (OTHER_DEPLOYER.test(reason)) {
    return new MigrateError('LOCK_NOT_AVAILABLE', withoutAdvice(reason), { next: NEXT.deploy, cause });
  }
  // The server may be gone: then nothing is known but what the engine said.
  const failed = await readHistory(client)
    .then((rows) => rows.find(({ finished }) => !finished))
    .catch(() => undefined);
  if (failed === undefined) {
    return new MigrateError(
      'MIGRATION_FAILED',
      `The migrations were not all applied.\n${withoutAdvice(reason)}`,
      { next: NEXT.deploy, cause },
    );
  }
  const who = blockers.map((session) => `In the way was ${describeSession(session)}.`).join('\n');
  if (LOST_A_LOCK.test(failed.logs) && failed.logs.includes(NOTHING_KEPT)) {
    // A record of a failure would only keep the next deploy from trying again what left nothing.
    await recordRolledBack(client, failed.name);
    return new MigrateError(
      'LOCK_NOT_AVAILABLE',
      `${failed.name} could not get a lock in time; nothing of it was applied.${kept}\n${who || 'Who was in the way is not known: it ended too soon.'}`,
      { next: NEXT.deploy, cause },
    );
  }
  const stopped = signal?.aborted === true && CANCELED.test(failed.logs);
  if (stopped && failed.logs.includes(NOTHING_KEPT)) {
    await recordRolledBack(client, failed.name);
    return new MigrateError('INTERRUPTED', `Interrupted: nothing of ${failed.name} was applied.${kept}`, {
      next: NEXT.deploy,
      cause,
    });
  }
  return new MigrateError(
    stopped ? 'INTERRUPTED' : 'MIGRATION_FAILED',
    [
      `${failed.name} ${stopped ? 'was interrupted' : 'failed'}.${kept}`,
      failed.logs || withoutAdvice(reason),
      ...(LOST_A_LOCK.test(failed.logs) && who ? [who] : []),
      ...(stopped ? [] : ['Correct its cause: the rows, or migration.sql where none of it was kept.']),
    ].join('\n'),
    { next: NEXT.recover, cause },
  );
}

/** Without Prisma's own hint to its documentation: what to do next is said by one command. */
function withoutAdvice(reason: string): string {
  return reason
    .split('\n')
    .filter((line) => !/pris\.ly|^Error: P\d+$/.test(line) && line.trim() !== '')
    .join('\n');
}
