import type { Model } from '../model/model.ts';
import type { Maker, PlacedChange } from '../parse/changes.ts';
import type { CheckedStatement } from '../parse/parse-script.ts';
import type { QualifiedName } from '../parse/tree.ts';
import type { Published } from '../published/published.ts';

/** The lock that a step takes on a table that is in use. */
export interface RuleLock {
  readonly mode: 'ACCESS EXCLUSIVE' | 'SHARE ROW EXCLUSIVE' | 'SHARE';
  /** Who waits until the transaction ends. */
  readonly blocks: 'writes' | 'reads and writes';
  /** How long it lasts. */
  readonly lasts: string;
}

/** What a rule refuses and what it accepts: tried on a live server by the tests. */
export interface RuleExample {
  /** Earlier migrations, as one script. */
  readonly given: string;
  /** Rows that are there when the migration comes. */
  readonly rows?: string;
  readonly bad: string;
  /** The same change in the safe form: one script a migration. */
  readonly good: readonly string[];
}

/** A migration as rules see it. */
export interface MigrationFacts {
  readonly name: string;
  readonly script: string;
  readonly statements: readonly CheckedStatement[];
  /** Text of rollback.sql, if there is one. */
  readonly rollback: string | undefined;
}

/** A change in its migration, with the schema as it is just before. */
export interface Step {
  readonly change: PlacedChange;
  readonly model: Model;
  readonly migration: MigrationFacts;
  readonly published: Published | undefined;
  readonly tenantColumn: string;
}

/** A migration as a whole, with the schema as it is after it. */
export interface After {
  readonly model: Model;
  readonly migration: MigrationFacts;
  readonly tenantColumn: string;
}

/** All migrations, with the schema as it is after the last. */
export interface History {
  readonly model: Model;
  readonly migrations: readonly MigrationFacts[];
  readonly published: Published | undefined;
  readonly tenantColumn: string;
}

/** The place of a problem that is about a file as a whole. */
export const WHOLE_FILE = -1;

/** What a rule has against one place. */
export interface Problem {
  /** What is there, by name. */
  readonly message: string;
  /** Offset in the script of the migration, or `WHOLE_FILE`. */
  readonly at: number;
  /** Where it is in rollback.sql instead. */
  readonly inRollback?: boolean;
  /** The function that does it, where the place is that of a call. */
  readonly by?: Maker | undefined;
  /** What is there, in short, where several problems are told together; without it the message. */
  readonly what?: string;
}

/** One thing that a migration had better not do, or not do so. */
export interface Rule {
  /** As `-- orgdb:allow` calls it. */
  readonly name: string;
  /** `error`: an outage, a failed deployment or lost data; `warning`: harm later on, or only where tables are large. */
  readonly severity: 'error' | 'warning';
  /** One line: what it finds. */
  readonly title: string;
  /** Why it hurts, beyond its lock. */
  readonly why: string;
  readonly lock?: RuleLock;
  /** What to write instead. */
  readonly safe: string;
  readonly example?: RuleExample;
  /** The message where there are several in one file, which are one finding; without it the title and how many. */
  together?(problems: number): string;
  onChange?(step: Step): string | undefined;
  onMigration?(after: After): Problem[];
  onHistory?(history: History): (Problem & { readonly migration: string })[];
}

/** Whether a table was there before the migration, so that it may hold rows and be in use. */
export function isOld(
  { model, migration }: Pick<Step, 'model' | 'migration'>,
  table: QualifiedName,
): boolean {
  return model.tables.get(table)?.createdIn !== migration.name;
}

/**
 * Whether a statement may meet rows in a table: it was there before, and the migration has not yet done what fails
 * when there is a row.
 */
export function mayHoldRows(step: Pick<Step, 'model' | 'migration'>, table: QualifiedName): boolean {
  return isOld(step, table) && step.model.tables.get(table)?.emptyIn !== step.migration.name;
}

/** A table as messages name it: without the schema where it is `public`. */
export function shown(table: QualifiedName): string {
  return table.replace(/^public\./, '');
}
