import { checkGithub, checkMigrations, checkSarif, checkText } from '@org/db-migrate';
import type { Context } from '../context.ts';
import { EXIT } from '../exit-codes.ts';

export interface CheckChoice {
  /** Published migrations as well. */
  all: boolean;
  /** Names of rules that are left out. */
  without: readonly string[];
  format: 'text' | 'sarif' | 'github';
}

/** Looks for what hurts in the migrations; answers the exit code, 0 when nothing was found. */
export async function check({ project, output }: Context, choice: CheckChoice): Promise<number> {
  const { all, without, format } = choice;
  const report = await checkMigrations({ project, all, without });
  const from = process.cwd();
  if (format === 'text') output.result(report, checkText(report, from));
  else if (format === 'github') output.result(report, checkGithub(report, from));
  else output.result(report, JSON.stringify(checkSarif(report, from), null, 2));
  return report.findings.length === 0 ? EXIT.done : EXIT.failed;
}
