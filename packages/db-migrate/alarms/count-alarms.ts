import path from 'node:path';
import { examine } from '../src/check/examine.ts';
import { readMigrationFiles } from '../src/check/files/migration-files.ts';
import type { Finding } from '../src/check/finding.ts';
import { reportOf } from '../src/check/report.ts';
import { RULES } from '../src/check/rules/rules.ts';
import { runSquawk } from '../src/check/squawk/squawk.ts';
import { isHarmless, onlyAdds } from './additive.ts';

/** What is found in some of the migrations of a folder. */
export interface Alarms {
  readonly files: number;
  /** How many of the files have a finding. */
  readonly withFinding: number;
  /** Number of findings. */
  readonly byRule: ReadonlyMap<string, number>;
}

/** No history but this project's own has ways back. */
const WITHOUT: ReadonlySet<string> = new Set(['rollback-missing']);

/**
 * Checks the migrations of a folder as if none were published.
 *
 * @returns what is found in those that only add, and in those of them that no server is slow with
 */
export async function countAlarms(
  folder: string,
): Promise<{ migrations: number; additive: Alarms; harmless: Alarms }> {
  const files = await readMigrationFiles(path.resolve(process.env.INIT_CWD ?? '', folder));
  const isChosen = () => true;
  const examined = await examine(files, {
    rules: RULES.filter(({ name }) => !WITHOUT.has(name)),
    published: undefined,
    tenantColumn: 'tenant_id',
    isChosen,
  });
  const detected = [...examined.detected, ...(await runSquawk(files))];
  const { findings } = reportOf({ files, examined, detected, isChosen, without: WITHOUT });
  const additive = [...examined.parsed].filter(([, parsed]) => onlyAdds(parsed));
  const harmless = additive.filter(([, parsed]) => isHarmless(parsed));
  const namesOf = (some: typeof additive) => new Set(some.map(([name]) => name));
  return {
    migrations: files.length,
    additive: count(namesOf(additive), findings),
    harmless: count(namesOf(harmless), findings),
  };
}

function count(names: ReadonlySet<string>, findings: readonly Finding[]): Alarms {
  const within = findings.filter(({ migration }) => names.has(migration));
  const byRule = Map.groupBy(within, ({ rule }) => rule);
  return {
    files: names.size,
    withFinding: new Set(within.map(({ migration }) => migration)).size,
    byRule: new Map([...byRule].map(([rule, ofRule]) => [rule, ofRule.length])),
  };
}
