import { aboutRule } from './about-rule.ts';
import type { Detected, Examined } from './examine.ts';
import { type Allow, readAllows } from './files/allows.ts';
import { positionIn } from './files/line-index.ts';
import type { MigrationFiles } from './files/migration-files.ts';
import type { CheckReport, Finding } from './finding.ts';
import { WHOLE_FILE } from './rules/rule.ts';

export interface ReportSource {
  /** All migrations, in order. */
  readonly files: readonly MigrationFiles[];
  readonly examined: Examined;
  readonly detected: readonly Detected[];
  readonly isChosen: (name: string) => boolean;
  /** Rules that were left out: a suppression of one is not unused. */
  readonly without: ReadonlySet<string>;
}

/** One of a migration's two files. */
interface Text {
  readonly migration: string;
  readonly file: string;
  readonly script: string;
  readonly allows: readonly Allow[];
  readonly detected: readonly Detected[];
}

/** Gives everything that was detected its line, lets pass what comments allow, and tells of comments that allow nothing. */
export function reportOf(source: ReportSource): CheckReport {
  const byMigration = Map.groupBy(source.detected, ({ migration }) => migration);
  const findings: Finding[] = [];
  const allowed: (Finding & { reason: string })[] = [];
  for (const files of source.files) {
    for (const text of textsOf(files, byMigration.get(files.name) ?? [], source)) {
      const left: Detected[] = [];
      const used = new Set<Allow>();
      for (const problem of text.detected) {
        const allow = text.allows.find((one) => covers(one, problem));
        if (allow === undefined) left.push(problem);
        else {
          used.add(allow);
          allowed.push({ ...toFinding(text, problem), reason: allow.reason });
        }
      }
      const idle = idleAllows(text, used, source.without).map((problem) => toFinding(text, problem));
      findings.push(
        ...[...findingsOf(text, left), ...idle].toSorted((a, b) => a.line - b.line || a.column - b.column),
      );
    }
  }
  const checked = source.files.filter(({ name }) => source.isChosen(name)).length;
  return { findings, allowed, checked, migrations: source.files.length };
}

function textsOf(files: MigrationFiles, detected: readonly Detected[], source: ReportSource): Text[] {
  const { name: migration, file, script, rollbackFile, rollback } = files;
  const isChosen = source.isChosen(migration);
  const statements = source.examined.parsed.get(migration)?.statements ?? [];
  const forward: Text = {
    migration,
    file,
    script,
    allows: isChosen ? readAllows(script, statements) : [],
    detected: detected.filter(({ inRollback }) => !inRollback),
  };
  if (rollback === undefined) return [forward];
  return [
    forward,
    {
      migration,
      file: rollbackFile,
      script: rollback,
      allows: isChosen ? readAllows(rollback, []) : [],
      detected: detected.filter(({ inRollback }) => inRollback),
    },
  ];
}

function covers(allow: Allow, problem: Detected): boolean {
  if (allow.rule !== problem.rule) return false;
  return (
    problem.at === WHOLE_FILE || (allow.from <= problem.at && problem.at < Math.max(allow.to, allow.from + 1))
  );
}

/** Suppressions that say no reason, or that nothing needs. */
function idleAllows(text: Text, used: ReadonlySet<Allow>, without: ReadonlySet<string>): Detected[] {
  return text.allows.flatMap((allow): Detected[] => {
    const problem = (rule: string, message: string) => [
      { migration: text.migration, rule, at: allow.at, message },
    ];
    if (allow.reason === '') {
      return problem('allow-unexplained', `The suppression of ${allow.rule || 'a rule'} says no reason.`);
    }
    if (used.has(allow) || without.has(allow.rule)) return [];
    return problem('allow-unused', `There is nothing here for which ${allow.rule} would have to be allowed.`);
  });
}

/** One finding a problem, or one for all problems of a rule that tells them together. */
function findingsOf(text: Text, problems: readonly Detected[]): Finding[] {
  const byRule = Map.groupBy(problems, ({ rule }) => rule);
  return [...byRule].flatMap(([rule, ofRule]) => {
    const together = ofRule[0]?.about === undefined ? aboutRule(rule).together : undefined;
    const sorted = ofRule.toSorted((a, b) => a.at - b.at);
    const [first] = sorted;
    if (together === undefined || first === undefined || sorted.length === 1) {
      return ofRule.map((problem) => toFinding(text, problem));
    }
    const places = sorted.map(({ at, what = '' }) => ({ ...positionIn(text.script, Math.max(0, at)), what }));
    return [{ ...toFinding(text, first), message: together(sorted.length), places }];
  });
}

function toFinding(text: Text, problem: Detected): Finding {
  const { severity, why, safe } = problem.about ?? aboutRule(problem.rule);
  return {
    file: text.file,
    ...positionIn(text.script, Math.max(0, problem.at)),
    migration: text.migration,
    rule: problem.rule,
    severity,
    message: problem.message,
    why,
    safe,
  };
}
