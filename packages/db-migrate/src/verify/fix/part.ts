import type { Catalog, CatalogObject } from '../../catalog/catalog.ts';
import type { Difference } from '../../catalog/compare-catalogs.ts';
import { quoteLiteral } from '../../derive/quote.ts';

/** When a statement has its turn. The last two are migrations of their own. */
export type Phase =
  | 'owners'
  | 'types'
  | 'functions'
  | 'tables'
  | 'objects'
  | 'rights'
  | 'indexes'
  | 'validation';

/** SQL that mends a difference, and does nothing where there is none. */
export interface Mend {
  readonly phase: Phase;
  readonly sql: string;
}

/** What no migration should do by itself. */
export interface Left {
  readonly why: string;
  /** SQL to type, where there is a simple one. */
  readonly command?: string;
}

export interface Problem {
  readonly difference: Difference;
  /** As it should be; of an unexpected object as it is. */
  readonly object: CatalogObject;
  readonly expected: Catalog;
}

export type Mender = (problem: Problem) => readonly (Mend | Left)[];

export function mend(phase: Phase, sql: string): Mend {
  return { phase, sql: `${sql};` };
}

/** Statements that run only where the condition holds: on a database without the drift they would cost locks, or fail. */
export function guarded(phase: Phase, condition: string, ...statements: readonly string[]): Mend {
  const body = statements.map((sql) => `    EXECUTE ${quoteLiteral(sql)};\n`).join('');
  return { phase, sql: `DO $mend$\nBEGIN\n  IF ${condition} THEN\n${body}  END IF;\nEND\n$mend$;` };
}

/** `x` of `x on schema.table`. */
export function nameOn({ name, of = '' }: CatalogObject): string {
  return name.slice(0, name.length - ` on ${of}`.length);
}

/** The column's own name of `schema.table.column`. */
export function columnOf(name: string, table: string): string {
  return name.slice(table.length + 1);
}

export function has({ difference }: Problem, fact: string): boolean {
  return difference.change === 'missing' || difference.facts.some((found) => found.fact === fact);
}

/** Hands an object back to whoever migrates. */
export function owned({ difference, object, expected }: Problem, keyword: string): Mend[] {
  const changed = difference.facts.find(({ fact }) => fact === 'owner');
  if (difference.change !== 'changed' || changed === undefined || object.facts.owner === undefined) return [];
  const owner = object.facts.owner === expected.migratedBy ? 'CURRENT_USER' : object.facts.owner;
  return [mend('owners', `ALTER ${keyword} ${object.name} OWNER TO ${owner}`)];
}
