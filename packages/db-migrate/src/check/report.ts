import { type AboutRule, aboutRule } from './about-rule.ts';
import type { Detected, Examined } from './examine.ts';
import { type Allow, readAllows } from './files/allows.ts';
import { positionIn } from './files/line-index.ts';
import type { MigrationFiles } from './files/migration-files.ts';
import type { CheckReport, Finding, Place } from './finding.ts';
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
      left.push(...idleAllows(text, used, source.without));
      findings.push(...findingsOf(text, left).toSorted((a, b) => a.line - b.line || a.column - b.column));
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

/** One finding a rule: several problems of one file are its places. */
function findingsOf(text: Text, problems: readonly Detected[]): Finding[] {
  // A loop, or two calls in a line, may say the same of one place twice.
  const once = new Map(problems.map((one) => [`${one.rule} ${one.at} ${one.message}`, one]));
  const byRule = Map.groupBy(once.values(), ({ rule }) => rule);
  return [...byRule.values()].map((ofRule) => {
    const [first, ...others] = ofRule.toSorted((a, b) => a.at - b.at) as [Detected, ...Detected[]];
    if (others.length === 0) return toFinding(text, first);
    const places = [first, ...others].map(
      ({ at, message, what = message }): Place => ({
        ...positionIn(text.script, Math.max(0, at)),
        what,
      }),
    );
    const { title, together } = aboutOf(first);
    const message = together?.(places.length) ?? `${title}, in ${places.length} places.`;
    return { ...toFinding(text, first), message, places };
  });
}

function toFinding(text: Text, problem: Detected): Finding {
  const { severity, why, safe } = aboutOf(problem);
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

function aboutOf({ about, rule }: Detected): AboutRule {
  return about ?? aboutRule(rule);
}
