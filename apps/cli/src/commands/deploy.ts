import {
  appliedBefore,
  type DeployPlan,
  MigrateError,
  NEXT,
  planDeploy,
  planText,
  requireRoles,
  runHook,
  type ShipReport,
  shipMigrations,
  withConnection,
} from '@org/db-migrate';
import type { Context } from '../context.ts';
import type { Database } from '../database/database.ts';
import { openDatabase, using } from '../database/open.ts';
import { deployProgress } from '../deploy/progress.ts';
import { type Verified, verifyAfter } from '../deploy/verify-after.ts';
import { EXIT } from '../exit-codes.ts';
import { toFailure } from '../failure.ts';
import { interruptible } from '../interruptible.ts';

export interface DeployChoice {
  dryRun: boolean;
  /** Seconds. */
  lockWait: number;
  lockTimeout: number;
  statementTimeout: number;
  retries: number;
  /** Command lines. */
  backup?: string;
  notify?: string;
  verify: boolean;
}

/** Applies the pending migrations; answers the exit code, 1 when the database is not what they make. */
export async function deploy(context: Context, choice: DeployChoice): Promise<number> {
  return using(await openDatabase(context), async (database) => {
    if (choice.dryRun) return dryRun(context, database);
    const begun = performance.now();
    try {
      const report = await interruptible('Interrupted.', (signal) => ship(context, database, choice, signal));
      const verified =
        report.applied.length > 0 && choice.verify ? await verifyAfter(context, database) : undefined;
      const ok = verified === undefined || verified.ok !== false;
      if (report.applied.length > 0) {
        await notify(context, database, choice, { ok, ...told(report), ...(verified ? { verified } : {}) });
      }
      const next = ok ? undefined : NEXT.verify;
      context.output.result(
        { database: database.where, ...told(report), verified: verified ?? null, ...(next ? { next } : {}) },
        [...describe(database.where, report, verified), ...(next ? [`Next: ${next}`] : [])].join('\n'),
      );
      return ok ? EXIT.done : EXIT.failed;
    } catch (error) {
      const { code, message, next } = toFailure(error);
      const migrations = appliedBefore(error);
      const milliseconds = Math.round(performance.now() - begun);
      await notify(context, database, choice, {
        ok: false,
        migrations,
        milliseconds,
        error: { code, message },
      });
      // Whatever is wrong, the same command goes on once it is right.
      throw next === undefined && error instanceof MigrateError
        ? new MigrateError(error.code, error.message, { cause: error, next: NEXT.deploy })
        : error;
    }
  });
}

async function ship(
  context: Context,
  database: Database,
  choice: DeployChoice,
  signal: AbortSignal,
): Promise<ShipReport> {
  const url = database.url('owner');
  const backup = choice.backup ?? context.environment.backupCommand;
  return shipMigrations({
    url,
    project: context.project,
    lockWait: choice.lockWait * 1000,
    lockTimeout: choice.lockTimeout * 1000,
    statementTimeout: choice.statementTimeout * 1000,
    retries: choice.retries,
    signal,
    ...deployProgress(context.output.note),
    before: async (pending) => {
      if (database.kind === 'external') await withConnection(url, requireRoles);
      if (backup === undefined) return;
      context.output.note('backup begins');
      await runHook({
        command: backup,
        event: 'before-deploy',
        details: { database: database.where, migrations: pending },
        environment: { ORGDB_DATABASE_URL: url },
      });
    },
  });
}

/** The names, as other commands tell them, and beside them the times. */
function told({ applied, ...report }: ShipReport) {
  return { applied: applied.map(({ name }) => name), migrations: applied, ...report };
}

async function dryRun({ project, output }: Context, database: Database): Promise<number> {
  const plan: DeployPlan = await withConnection(database.url('owner'), (client) =>
    planDeploy(client, project),
  );
  const count = plan.migrations.length;
  const head =
    count === 0
      ? `Nothing to apply: ${database.where} is up to date.`
      : `${count} pending on ${database.where}; nothing was changed.`;
  output.result(
    { database: database.where, dryRun: true, ...plan },
    [head, planText(plan)].filter(Boolean).join('\n'),
  );
  return EXIT.done;
}

/** What goes out holds no credentials. One that fails is no failed deploy. */
async function notify(
  { environment, output }: Context,
  { where }: Database,
  choice: DeployChoice,
  result: Readonly<Record<string, unknown>>,
): Promise<void> {
  const command = choice.notify ?? environment.notifyCommand;
  if (command === undefined) return;
  try {
    await runHook({ command, event: 'after-deploy', details: { database: where, ...result } });
  } catch (error) {
    output.note(`warning: nobody may have been told of this deploy. ${toFailure(error).message}`);
  }
}

function describe(where: string, report: ShipReport, verified: Verified | undefined): string[] {
  const { applied, mended, waited, milliseconds, invalidIndexes } = report;
  const count = `${applied.length} ${applied.length === 1 ? 'migration' : 'migrations'}`;
  return [
    ...mended,
    ...invalidIndexes.map((name) => `INVALID index ${name}: "${NEXT.recover}" builds it anew or drops it.`),
    applied.length > 0
      ? `${count} applied to ${where} in ${milliseconds} ms.`
      : waited
        ? `Nothing is left to apply: the deployer that was waited for has brought ${where} up to date.`
        : `Nothing to apply: ${where} is up to date.`,
    ...(verified === undefined ? [] : [verified.says]),
  ];
}
