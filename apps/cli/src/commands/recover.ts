import {
  diagnose,
  MigrateError,
  NEXT,
  type RecoverChoice,
  type RecoverFinding,
  type RecoverReport,
  recover,
  reportOf,
  withConnection,
} from '@org/db-migrate';
import type { Context } from '../context.ts';
import { openDatabase, using } from '../database/open.ts';
import { deployProgress } from '../deploy/progress.ts';
import { EXIT } from '../exit-codes.ts';
import { confirm } from '../output/confirm.ts';

export interface RecoverSettings {
  dryRun: boolean;
  yes: boolean;
  choices: readonly RecoverChoice[];
}

/** Milliseconds to wait for another deployer. */
const LOCK_WAIT = 300_000;

/** Says what is wrong with the history and mends it; answers the exit code, 4 when something remains. */
export async function recoverHistory(context: Context, settings: RecoverSettings): Promise<number> {
  const { output } = context;
  return using(await openDatabase(context), async (database) => {
    const report = await reportOn(context, settings, database.url('owner')).catch((error: unknown) => {
      // What it was about to do may be done, or no longer be right: to look again is always right.
      throw error instanceof MigrateError && error.next === undefined
        ? new MigrateError(error.code, error.message, { cause: error, next: NEXT.explain })
        : error;
    });
    output.result({ database: database.where, ...report }, describe(database.where, report));
    return report.remaining.length === 0 ? EXIT.done : EXIT.mismatch;
  });
}

async function reportOn(context: Context, settings: RecoverSettings, url: string): Promise<RecoverReport> {
  const { output, project } = context;
  if (settings.dryRun) {
    return reportOf([], [], await withConnection(url, (client) => diagnose(client, project)));
  }
  return recover({
    url,
    project,
    choices: settings.choices,
    timeout: LOCK_WAIT,
    onWait: deployProgress(output.note).onWait,
    decide: (finding) => decide(context, settings, finding),
  });
}

async function decide(
  { output }: Context,
  settings: RecoverSettings,
  finding: RecoverFinding,
): Promise<boolean> {
  if (settings.yes) return finding.certain;
  // A choice was made: nothing else is.
  if (settings.choices.length > 0 || output.json || !process.stdin.isTTY) return false;
  for (const line of explain(finding)) output.note(line);
  return confirm(`Do it (${finding.mend?.action})?`);
}

function explain({ kind, subject, happened, holds, advice }: RecoverFinding): string[] {
  return [
    [kind, subject].filter(Boolean).join(': '),
    `  what happened: ${happened.replaceAll('\n', '\n    ')}`,
    `  the database holds: ${holds}`,
    `  what to do: ${advice}`,
  ];
}

function describe(where: string, { mended, remaining, pending, next }: RecoverReport): string {
  return [
    ...mended,
    ...remaining.flatMap(explain),
    ...(remaining.length === 0
      ? [
          pending.length === 0
            ? `Nothing is wrong with the history of ${where}.`
            : `Nothing is in the way: ${pending.length} pending on ${where}.`,
        ]
      : []),
    ...(next === undefined ? [] : [`Next: ${next}`]),
  ].join('\n');
}
