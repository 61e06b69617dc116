import { describeUrl, withConnection } from '../database/connect.ts';
import { type LockOptions, withDatabaseLock, withEngineLock } from '../database/exclusive.ts';
import { describeSession } from '../database/sessions.ts';
import { MigrateError } from '../errors.ts';
import { runHook } from '../hooks/run-hook.ts';
import { rollbackTo } from '../next.ts';
import { type Verification, verifyDatabase } from '../verify/verify.ts';
import { countLosses, type Loss } from './losses.ts';
import { type Plan, type PlannedStep, planRollback } from './plan.ts';
import { rehearseBack } from './rehearse-back.ts';
import { takeBack } from './take-back.ts';

export interface RollbackOptions {
  /** Connection string of the migrating role, which may create databases; straight to the server. */
  readonly url: string;
  readonly project: string;
  /** The newest migration that stays; by default all but the last one stay. */
  readonly to?: string | undefined;
  /** Looks and rehearses, and changes nothing. */
  readonly dryRun?: boolean;
  /** Why the data that goes may go; kept in the history. */
  readonly sign?: string | undefined;
  /** A command that makes a backup before anything is changed, see `runHook`. */
  readonly backup?: string | undefined;
  /** As for `verifyDatabase`. */
  readonly cache?: string | undefined;
  readonly onProgress?: ((line: string) => void) | undefined;
}

export interface RollbackReport {
  /** Taken back, or to be taken back in a dry run; newest first. */
  readonly migrations: readonly string[];
  readonly losses: readonly Loss[];
  /** What the authors of the migrations say does not come back. */
  readonly irreversible: readonly { readonly migration: string; readonly says: string }[];
  readonly dryRun: boolean;
  /** The database afterwards, against the migrations that remain; absent in a dry run. */
  readonly verification?: Verification;
}

/** How long to wait for a deployment that runs, in milliseconds. */
const LOCK_WAIT = 300_000;

/**
 * Takes the last migration back, or all after `to`, newest first, each in one transaction with its record in the history: Prisma then
 * calls it pending. Rehearsed on a scratch database before anything is touched, while no deployment runs.
 *
 * One that was ended half-way goes on where it stopped when it is called again.
 *
 * @throws MigrateError ROLLBACK_REFUSED, ROLLBACK_MISSING, MIGRATION_UNKNOWN, SCRATCH_REFUSED, HOOK_FAILED: nothing was changed;
 * LOCK_NOT_AVAILABLE when a deployment does not end within five minutes; DATA_LOSS_REFUSED with what would be lost, when `sign` is not given; ROLLBACK_FAILED with how far it came
 */
export async function rollBack(options: RollbackOptions): Promise<RollbackReport> {
  const { url, onProgress } = options;
  const lock: LockOptions = {
    timeout: LOCK_WAIT,
    onWait: (holders) => onProgress?.(`waiting for ${holders.map(describeSession).join(', ')}`),
  };
  try {
    return await withDatabaseLock(url, () => withEngineLock(url, () => whileAlone(options), lock), lock);
  } catch (error) {
    throw withNext(error, rollbackTo(options.to, options.sign));
  }
}

/** Where what went wrong may be over the next time, the same command is the one that goes on. */
function withNext(error: unknown, next: string): unknown {
  const again = ['DATABASE_UNREACHABLE', 'LOCK_NOT_AVAILABLE', 'HOOK_FAILED'];
  if (!(error instanceof MigrateError) || error.next !== undefined || !again.includes(error.code))
    return error;
  return new MigrateError(error.code, error.message, { cause: error, next });
}

async function whileAlone(options: RollbackOptions): Promise<RollbackReport> {
  const { url, project, sign } = options;
  const plan = await withConnection(url, (client) => planRollback(client, project, options.to));
  try {
    return await carryOut(options, plan);
  } catch (error) {
    throw withNext(error, rollbackTo(plan.remaining.at(-1), sign));
  }
}

async function carryOut(options: RollbackOptions, plan: Plan): Promise<RollbackReport> {
  const { url, project, dryRun = false, sign, backup, cache, onProgress } = options;
  const migrations = plan.steps.map(({ name }) => name);
  if (migrations.length === 0) return { migrations, losses: [], irreversible: [], dryRun };
  onProgress?.('rehearsing the way back on a scratch database');
  const dropped = await rehearseBack(options, plan);
  const losses = await withConnection(url, (client) => countLosses(client, dropped));
  const irreversible = plan.steps.flatMap(({ name, irreversible: says }) =>
    says === undefined ? [] : [{ migration: name, says }],
  );
  const found = { migrations, losses, irreversible, dryRun };
  if (dryRun) return found;
  requireSigned(found, plan.steps, sign);
  if (backup !== undefined) {
    onProgress?.('running the backup command');
    await runHook({
      command: backup,
      event: 'before-rollback',
      details: { database: describeUrl(url), migrations, losses },
      environment: { ORGDB_DATABASE_URL: url },
    });
  }
  await takeAllBack(options, plan, losses);
  const verification = await verifyDatabase({ url, project, cache, onProgress });
  return { ...found, verification };
}

function requireSigned(
  found: Pick<RollbackReport, 'losses' | 'irreversible'>,
  steps: readonly PlannedStep[],
  sign: string | undefined,
): void {
  if (sign?.trim()) return;
  // What is half taken back was signed for when that began.
  const begun = new Set(steps.filter(({ underWay }) => underWay !== undefined).map(({ name }) => name));
  const losses = found.losses.filter(({ migration }) => !begun.has(migration));
  const irreversible = found.irreversible.filter(({ migration }) => !begun.has(migration));
  if (losses.length === 0 && irreversible.length === 0) return;
  const lost = losses.map(({ what, rows }) => `${what} (${rows} ${rows === 1 ? 'row' : 'rows'})`);
  const said = irreversible.map(
    ({ migration, says }) => `${migration} is irreversible (${says || 'no reason given'})`,
  );
  throw new MigrateError(
    'DATA_LOSS_REFUSED',
    `Taking this back loses data: ${[...lost, ...said].join(', ')}. Nothing was changed. Make a backup, then say why it may go: --sign "<your name>: <reason>".`,
  );
}

async function takeAllBack(
  { url, sign, onProgress }: RollbackOptions,
  { steps, remaining }: Plan,
  losses: readonly Loss[],
): Promise<void> {
  for (const [index, step] of steps.entries()) {
    try {
      await takeBack(url, { ...step, note: step.underWay?.note || noteOn(step, losses, sign) });
    } catch (cause) {
      const done = steps.slice(0, index).map(({ name }) => name);
      const { message, detail } = cause as { message: string; detail?: string };
      throw new MigrateError(
        'ROLLBACK_FAILED',
        `${step.name} was not taken back: ${[message, detail].filter(Boolean).join(': ')}. ${done.length === 0 ? 'None was.' : `Taken back before it: ${done.join(', ')}.`} It goes on from here once the reason is gone.`,
        { cause, next: rollbackTo(remaining.at(-1), sign) },
      );
    }
    onProgress?.(`migration ${step.name} taken back`);
  }
}

function noteOn(
  { name, irreversible }: PlannedStep,
  losses: readonly Loss[],
  sign: string | undefined,
): string {
  const own = losses
    .filter(({ migration }) => migration === name)
    .map(({ what, rows }) => `${what} (${rows})`);
  return [
    'Rolled back by orgdb.',
    ...(own.length > 0 ? [`Lost: ${own.join(', ')}.`] : []),
    ...(irreversible === undefined ? [] : [`Irreversible: ${irreversible}.`]),
    ...(sign?.trim() ? [`Signed: ${sign.trim()}`] : []),
  ].join(' ');
}
