import { parseArgs } from 'node:util';
import { type Alarms, countAlarms } from './count-alarms.ts';

const USAGE = `Usage: pnpm --filter @org/db-migrate alarms FOLDER…

  Checks folders of migrations that somebody else wrote, FOLDER/NAME/migration.sql, and counts what is found in those
  that only add. The rule rollback-missing is left out.
`;

async function main(args: string[]): Promise<number> {
  const { positionals } = parseArgs({ args, allowPositionals: true, strict: false });
  if (positionals.length === 0 || args.some((one) => one.startsWith('-'))) {
    process.stderr.write(USAGE);
    return 2;
  }
  for (const folder of positionals) {
    const { migrations, additive, harmless } = await countAlarms(folder);
    process.stdout.write(`${folder}: ${migrations} migrations\n`);
    process.stdout.write(describe('only add', additive));
    process.stdout.write(describe('of these, do nothing slow to a table that was there', harmless));
  }
  return 0;
}

function describe(which: string, { files, withFinding, byRule }: Alarms): string {
  const findings = [...byRule.values()].reduce((sum, count) => sum + count, 0);
  const rules = [...byRule].toSorted(([, a], [, b]) => b - a);
  const lines = rules.map(([rule, count]) => `    ${String(count).padStart(4)} ${rule}\n`);
  return `  ${files} files ${which}: ${findings} findings, in ${withFinding} files\n${lines.join('')}`;
}

process.exitCode = await main(process.argv.slice(2));
