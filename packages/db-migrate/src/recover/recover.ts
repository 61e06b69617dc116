import type { Client } from 'pg';
import { type LockOptions, waitForEngine, withDatabaseLock } from '../database/exclusive.ts';
import { MigrateError } from '../errors.ts';
import { NEXT } from '../next.ts';
import { type Diagnosis, diagnose } from './diagnose.ts';
import type { Mend, RecoverFinding } from './finding.ts';
import { mend } from './mend.ts';

/** What a person has chosen beforehand. */
export interface RecoverChoice {
  readonly action: 'rolled-back' | 'applied' | 'continue' | 'accept-edit' | 'restore' | 'forget';
  readonly migration: string;
}

export interface RecoverOptions extends LockOptions {
  url: string;
  project: string;
  choices: readonly RecoverChoice[];
  /** Whether to do the mend of a finding that nothing was chosen for. */
  decide: (finding: RecoverFinding) => boolean | Promise<boolean>;
  onFinding?: (finding: RecoverFinding) => void;
}

export interface RecoverReport {
  /** What was found at first. */
  readonly found: readonly RecoverFinding[];
  /** What was done, for people. */
  readonly mended: readonly string[];
  readonly remaining: readonly RecoverFinding[];
  readonly pending: readonly string[];
  /** The one command to run next; undefined when all is well. */
  readonly next: string | undefined;
}

/**
 * Finds out what is wrong with a database's history, and mends what was chosen or decided on, while no deployer works.
 *
 * @throws MigrateError CHOICE_INVALID, LOCK_NOT_AVAILABLE, MIGRATION_FAILED, MIGRATIONS_MISSING, and as `connect`
 */
export async function recover(options: RecoverOptions): Promise<RecoverReport> {
  const { url, project } = options;
  const work = async (client: Client) => {
    await waitForEngine(client, options);
    const { findings } = await diagnose(client, project);
    const mended: string[] = [];
    const run = async (choice: Mend) => {
      mended.push(await mend({ url, project, client }, choice));
    };
    const chosen = new Set<string>();
    for (const choice of options.choices) {
      chosen.add(choice.migration);
      await run(mendOf(choice, findings));
    }
    for (const finding of findings) {
      options.onFinding?.(finding);
      if (finding.mend === undefined || chosen.has(finding.subject)) continue;
      if (await options.decide(finding)) await run(finding.mend);
    }
    return reportOf(findings, mended, await diagnose(client, project));
  };
  return withDatabaseLock(url, work, options);
}

/** What is wrong, and the command that goes on from there. */
export function reportOf(
  found: readonly RecoverFinding[],
  mended: readonly string[],
  { findings: remaining, pending }: Diagnosis,
): RecoverReport {
  const certain = remaining.some((finding) => finding.certain) ? NEXT.recover : undefined;
  const next = certain ?? remaining[0]?.command ?? (pending.length > 0 ? NEXT.deploy : undefined);
  return { found, mended, remaining, pending, next };
}

// What was looked up for a finding, such as a text of git's, goes with it.
function mendOf({ action, migration }: RecoverChoice, findings: readonly RecoverFinding[]): Mend {
  const found = findings.find(
    ({ subject, mend: way }) => subject === migration && way?.action === action,
  )?.mend;
  if (found !== undefined) return found;
  if (action !== 'restore') return { action, migration };
  throw nothingToRestore(migration);
}

function nothingToRestore(migration: string): MigrateError {
  return new MigrateError(
    'CHOICE_INVALID',
    `Git holds no text of ${migration} with the checksum of what was applied, so it cannot be restored.`,
    { next: NEXT.explain },
  );
}
