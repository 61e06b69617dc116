import type { AboutRule } from './about-rule.ts';
import type { MigrationFiles } from './files/migration-files.ts';
import { apply } from './model/apply.ts';
import { emptyModel, type Model } from './model/model.ts';
import { Routines } from './parse/calls/routines.ts';
import type { Maker } from './parse/changes.ts';
import { type ParsedScript, parseMigration } from './parse/parse-script.ts';
import type { Published } from './published/published.ts';
import { type MigrationFacts, type Problem, type Rule, shown } from './rules/rule.ts';

/** What was found where, before it has a line and before suppressions. */
export interface Detected extends Problem {
  readonly migration: string;
  readonly rule: string;
  /** What is said of the rule, where it is none of ours. */
  readonly about?: AboutRule;
}

export interface Examined {
  readonly detected: readonly Detected[];
  /** The scripts as read, by migration. */
  readonly parsed: ReadonlyMap<string, ParsedScript>;
  /** The schema after the last migration. */
  readonly model: Model;
}

export interface ExamineOptions {
  readonly rules: readonly Rule[];
  readonly published: Published | undefined;
  readonly tenantColumn: string;
  /** Whether a migration is looked at; the others only make the schema. */
  readonly isChosen: (name: string) => boolean;
}

/** Goes through the migrations in order, with the schema that they make, and asks each rule about each step. */
export async function examine(files: readonly MigrationFiles[], options: ExamineOptions): Promise<Examined> {
  const model = emptyModel();
  const routines = new Routines();
  const parsed = new Map<string, ParsedScript>();
  const migrations: MigrationFacts[] = [];
  const detected: Detected[] = [];
  for (const { name, script, rollback } of files) {
    const reading = await parseMigration(name, script, routines);
    parsed.set(name, reading);
    const migration = { name, script, rollback, statements: reading.statements };
    migrations.push(migration);
    const isChosen = options.isChosen(name);
    if (reading.problem !== undefined && isChosen)
      detected.push({ migration: name, rule: 'syntax', ...reading.problem });
    for (const found of walk(migration, model, options)) if (isChosen) detected.push(found);
    if (isChosen) detected.push(...lookBack(migration, model, options));
  }
  const { rules, published, tenantColumn } = options;
  for (const rule of rules) {
    const found = rule.onHistory?.({ model, migrations, published, tenantColumn }) ?? [];
    for (const problem of found) {
      // An edited migration is told of though it is published: that is the point.
      if (options.isChosen(problem.migration) || rule.name === 'shipped-edited') {
        const message = told(problem.message, problem.by, problem.migration);
        detected.push({ ...problem, message, rule: rule.name });
      }
    }
  }
  return { detected, parsed, model };
}

function* walk(migration: MigrationFacts, model: Model, options: ExamineOptions): Generator<Detected> {
  const { published, tenantColumn } = options;
  const rules = options.rules.filter(({ onChange }) => onChange !== undefined);
  for (const { changes } of migration.statements) {
    for (const change of changes) {
      const step = { change, model, migration, published, tenantColumn };
      for (const rule of rules) {
        const message = rule.onChange?.(step);
        if (message !== undefined) {
          const { at, by } = change;
          yield {
            migration: migration.name,
            rule: rule.name,
            at,
            message: told(message, by, migration.name),
          };
        }
      }
      apply(model, change, migration.name);
    }
  }
}

function lookBack(
  migration: MigrationFacts,
  model: Model,
  { rules, tenantColumn }: ExamineOptions,
): Detected[] {
  return rules.flatMap((rule) =>
    (rule.onMigration?.({ migration, model, tenantColumn }) ?? []).map((problem) => ({
      ...problem,
      message: told(problem.message, problem.by, migration.name),
      migration: migration.name,
      rule: rule.name,
    })),
  );
}

/** A message with the function that does it, where the migration only calls it. */
function told(message: string, by: Maker | undefined, migration: string): string {
  if (by === undefined) return message;
  const where = by.migration === migration ? `line ${by.line}` : `${by.migration}/migration.sql:${by.line}`;
  const through = by.through.map((name) => `, called by ${shown(name)}()`).join('');
  return `${message} It is done by ${shown(by.name)}(), defined in ${where}${through}.`;
}
