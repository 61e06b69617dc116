import { type Detected, examine } from '../../src/check/examine.ts';
import type { MigrationFiles } from '../../src/check/files/migration-files.ts';
import type { CheckReport } from '../../src/check/finding.ts';
import type { Published } from '../../src/check/published/published.ts';
import { reportOf } from '../../src/check/report.ts';
import { RULES } from '../../src/check/rules/rules.ts';

export interface Script {
  readonly sql: string;
  readonly rollback?: string;
  readonly name?: string;
}

/** Checks scripts as migrations that follow each other: `01`, `02` … Each has a way back unless one is given. */
export async function checkScripts(
  scripts: readonly (string | Script)[],
  options: { published?: Published; others?: readonly Detected[]; without?: readonly string[] } = {},
): Promise<CheckReport> {
  const files = scripts.map((script, index): MigrationFiles => {
    const {
      sql,
      rollback = 'SELECT 1;',
      name = `0${index + 1}`,
    } = typeof script === 'string' ? { sql: script } : script;
    return {
      name,
      file: `${name}/migration.sql`,
      rollbackFile: `${name}/rollback.sql`,
      script: sql,
      rollback,
    };
  });
  const without = new Set(options.without);
  const examined = await examine(files, {
    rules: RULES.filter((rule) => !without.has(rule.name)),
    published: options.published,
    tenantColumn: 'tenant_id',
    isChosen: (name) => !(name in (options.published?.migrations ?? {})),
  });
  const isChosen = (name: string) => !(name in (options.published?.migrations ?? {}));
  const detected = [...examined.detected, ...(options.others ?? [])];
  return reportOf({ files, examined, detected, isChosen, without });
}

/** `rule file:line:column` of each finding. */
export function placesIn({ findings }: CheckReport): string[] {
  return findings.map(({ rule, file, line, column }) => `${rule} ${file}:${line}:${column}`);
}
