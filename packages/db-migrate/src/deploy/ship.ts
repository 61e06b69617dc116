import path from 'node:path';
import type { Client } from 'pg';
import { readMigrationFiles } from '../check/files/migration-files.ts';
import { withConnection } from '../database/connect.ts';
import { waitForEngine, withDatabaseLock } from '../database/exclusive.ts';
import type { Session } from '../database/sessions.ts';
import { MigrateError } from '../errors.ts';
import { readHistory } from '../history/history.ts';
import { indexName } from '../indexes/concurrent-builds.ts';
import { invalidIndexes } from '../indexes/invalid-indexes.ts';
import { stopIfAborted } from '../interruption.ts';
import { NEXT } from '../next.ts';
import { type DeployPlan, planDeploy } from '../plan/plan.ts';
import { unrecordedTables } from '../recover/baseline.ts';
import { dropLeftovers } from '../recover/continue.ts';
import { outOfOrder } from '../recover/order.ts';
import { type AppliedMigration, applyPending } from './apply.ts';
import { mendInterrupted } from './interrupted.ts';
import { migrationStatus } from './status.ts';

/** What a deploy tells while it works. */
export interface ShipListener {
  /** Another process is waited for. */
  onWait(holders: readonly Session[]): void;
  onPlan(plan: DeployPlan): void;
  onBegin(name: string): void;
  onEnd(applied: AppliedMigration): void;
  /** A migration waits for these sessions. */
  onBlocked(sessions: readonly Session[]): void;
  onNote(line: string): void;
}

export interface ShipOptions extends ShipListener {
  /** Connection string of the migrating role, straight to the server. */
  url: string;
  project: string;
  /** Milliseconds to wait for another deployer; for ever by default. */
  lockWait?: number;
  /** Milliseconds to wait for a lock on a table, 0 for ever; 5000 by default. */
  lockTimeout?: number;
  /** Milliseconds that a statement may take, 0 for ever, which is the default. */
  statementTimeout?: number;
  /** How often a transaction that lost a lock is tried again; 5 by default. */
  retries?: number;
  /** Called before anything is changed, and only when something is pending; when it throws, nothing is. */
  before?: (pending: readonly string[]) => Promise<void>;
  /** Stops it: what runs is cancelled, what is applied stays, and the error names the command that goes on. */
  signal?: AbortSignal | undefined;
}

export interface ShipReport {
  readonly applied: readonly AppliedMigration[];
  /** Other things that were mended, for people. */
  readonly mended: readonly string[];
  /** Indexes that are not valid and belong to nothing that is pending. */
  readonly invalidIndexes: readonly string[];
  /** Another deployer was waited for. */
  readonly waited: boolean;
  readonly milliseconds: number;
}

/** What a deploy that failed had applied before. */
export function appliedBefore(error: unknown): readonly AppliedMigration[] {
  return (error as { applied?: readonly AppliedMigration[] } | undefined)?.applied ?? [];
}

/**
 * Applies the pending migrations with the care that production wants: one deployer at a time, a plan first, a backup, bounded waits
 * for locks, and leftovers of interrupted builds taken away. With nothing pending it reads the history, once, and ends.
 *
 * What ended half-way because its process was killed is gone on with, where that is certain to be right. Whatever fails, the
 * error's `next` is the command that goes on from there.
 *
 * @throws MigrateError DATABASE_NEWER, NOT_BASELINED, HISTORY_FAILED, LOCK_NOT_AVAILABLE, MIGRATION_FAILED, INTERRUPTED, those of `before`, and
 * as `connect`
 */
export async function shipMigrations(options: ShipOptions): Promise<ShipReport> {
  const begun = performance.now();
  const { url, project, lockWait } = options;
  const nothing = await withConnection(url, async (client) => {
    const { pending, failed, unknown } = await migrationStatus(client, project);
    return pending.length + failed.length + unknown.length === 0 ? nameInvalid(client) : undefined;
  });
  const since = () => Math.round(performance.now() - begun);
  if (nothing !== undefined) {
    return { applied: [], mended: [], invalidIndexes: nothing, waited: false, milliseconds: since() };
  }
  let waited = false;
  const lock = {
    ...(lockWait === undefined ? {} : { timeout: lockWait }),
    signal: options.signal,
    onWait: (holders: readonly Session[]) => {
      waited = true;
      options.onWait(holders);
    },
  };
  const work = async (client: Client) => {
    await waitForEngine(client, lock);
    const { applied, mended } = await shipLocked(client, options);
    return { applied, mended, invalidIndexes: await nameInvalid(client), waited, milliseconds: since() };
  };
  return withDatabaseLock(url, work, lock);
}

async function shipLocked(client: Client, options: ShipOptions) {
  const { url, project } = options;
  await requireGoodHistory(client, project);
  const mended = await mendInterrupted(client, options);
  const { pending, applied: before } = await migrationStatus(client, project);
  if (pending.length === 0) return { applied: [], mended };
  const plan = await planDeploy(client, project);
  options.onPlan(plan);
  for (const { subject, happened } of outOfOrder({
    names: [...before, ...pending].sort(),
    applied: new Set(before),
    published: undefined,
  })) {
    options.onNote(`warning: ${subject} is out of order. ${happened}`);
  }
  stopIfAborted(options.signal);
  await options.before?.(pending);
  stopIfAborted(options.signal);
  const files = await readMigrationFiles(path.join(project, 'prisma', 'migrations'));
  for (const { script } of files.filter(({ name }) => pending.includes(name))) {
    for (const index of await dropLeftovers(client, script)) {
      mended.push(`The index ${index}, which an interrupted build had left, was dropped.`);
    }
  }
  const applied: AppliedMigration[] = [];
  const { lockTimeout = 5000, statementTimeout = 0, retries = 5 } = options;
  try {
    await applyPending(client, {
      url,
      project,
      lockTimeout,
      statementTimeout,
      retries,
      signal: options.signal,
      onBegin: options.onBegin,
      onBlocked: options.onBlocked,
      onNote: options.onNote,
      onEnd: (one) => {
        applied.push(one);
        options.onEnd(one);
      },
    });
  } catch (error) {
    // An index that is not valid costs each write, as long as nobody comes back to it. The server may be gone.
    const failed = await readHistory(client)
      .then((rows) => rows.find(({ finished }) => !finished))
      .catch(() => undefined);
    const script = files.find(({ name }) => name === failed?.name)?.script ?? '';
    const dropped = await dropLeftovers(client, script).catch(() => []);
    for (const index of dropped) options.onNote(`The index ${index}, whose build failed, was dropped.`);
    throw Object.assign(error as Error, { applied });
  }
  return { applied, mended };
}

async function requireGoodHistory(client: Client, project: string): Promise<void> {
  const { unknown, applied } = await migrationStatus(client, project);
  if (unknown.length > 0) {
    throw new MigrateError(
      'DATABASE_NEWER',
      `The database is newer than this code: it holds ${unknown.join(', ')}, which this checkout does not. Update the code; the next command says what is known of them.`,
      { next: NEXT.explain },
    );
  }
  if (applied.length > 0) return;
  const files = await readMigrationFiles(path.join(project, 'prisma', 'migrations'));
  const tables = await unrecordedTables(client, files);
  if (tables.length === 0) return;
  throw new MigrateError(
    'NOT_BASELINED',
    `The database holds ${tables.length} ${tables.length === 1 ? 'table' : 'tables'} and no history of migrations (${tables.slice(0, 5).join(', ')}). Nothing was changed.`,
    { next: NEXT.adopt },
  );
}

async function nameInvalid(client: Client): Promise<string[]> {
  return (await invalidIndexes(client)).map(indexName);
}
