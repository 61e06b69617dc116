import type { Parser } from '../parser.ts';
import { evaluate, type Values } from './evaluate.ts';
import {
  allStatements,
  asArray,
  asRecord,
  type BlockStatement,
  partsOf,
  queryOf,
  variablesOf,
} from './plpgsql.ts';

/** The variables of a block, and what is known of them wherever they are read. */
export interface Variables {
  /** Names of all variables and records. */
  readonly names: ReadonlySet<string>;
  /** The expressions of those that never have another value. */
  readonly expressions: ReadonlyMap<string, string>;
  /** Their values, where these are known. */
  readonly values: Values;
  /** The variable that a statement sets by its number, if there is one of that name only. */
  nameOf(number: unknown): string | undefined;
  /** Whether a variable has the value that a loop gives it all through the loop. */
  isKept(name: string, loop: BlockStatement): boolean;
}

const ASSIGNMENT = /^\s*"?\w+"?\s*:?=\s*/;

/** What a call gives for a parameter, a text or the elements of an array; undefined where it is not known. */
export type Argument = string | readonly string[] | undefined;

/** The parameters of a function with what a call gives. */
export type Arguments = ReadonlyMap<string, Argument>;

const NONE: Arguments = new Map();

/** Reads the variables of a function, as the parser writes it. */
export function variablesIn(parser: Parser, fn: Readonly<Record<string, unknown>>, given = NONE): Variables {
  const datums = asArray(fn.datums).map(asRecord);
  // A row stands for variables that are declared beside it.
  const declared = datums.map((datum) => ('PLpgSQL_row' in datum ? undefined : variablesOf(datum)[0]));
  const nameOf = (number: unknown) => (typeof number === 'number' ? declared[number] : undefined);
  const initial = new Map<string, string | undefined>();
  for (const [index, datum] of datums.entries()) {
    const name = declared[index];
    if (name !== undefined) initial.set(name, queryOf(asRecord(datum.PLpgSQL_var).default_val));
  }
  const statements = allStatements([fn.action]);
  const sets = Map.groupBy(
    statements.flatMap((statement) => setBy(statement, nameOf).map((name) => ({ name, statement }))),
    ({ name }) => name,
  );
  const isUnique = (name: string) => declared.indexOf(name) === declared.lastIndexOf(name);
  const expressions = new Map<string, string>();
  const values = new Map<string, string>();
  for (const name of new Set(declared)) {
    if (name === undefined || !isUnique(name)) continue;
    const [first, ...others] = sets.get(name) ?? [];
    if (given.has(name)) {
      const argument = given.get(name);
      if (argument === undefined || first !== undefined) continue;
      if (typeof argument === 'string') values.set(name, argument);
      else expressions.set(name, arrayOf(argument));
      continue;
    }
    const declaration = initial.get(name);
    const assignment = first?.statement.kind === 'assign' ? queryOf(first.statement.node.expr) : undefined;
    // One that is set later as well has no value that holds everywhere.
    if (others.length > 0 || (first !== undefined && (declaration !== undefined || assignment === undefined)))
      continue;
    const expression = declaration ?? assignment?.replace(ASSIGNMENT, '');
    if (expression === undefined) continue;
    expressions.set(name, expression);
    const value = evaluate(parser, expression, values);
    if (value.isKnown) values.set(name, value.text);
  }
  return {
    names: new Set(declared.filter((name) => name !== undefined)),
    expressions,
    values,
    nameOf,
    isKept: (name, loop) =>
      isUnique(name) &&
      !partsOf(loop)
        .flatMap(allStatements)
        .some((one) => setBy(one, nameOf).includes(name)),
  };
}

function arrayOf(elements: readonly string[]): string {
  return `ARRAY[${elements.map((one) => `'${one.replaceAll("'", "''")}'`).join(', ')}]`;
}

/** The variables that a statement sets. The parser leaves the number 0 out. */
function setBy({ kind, node }: BlockStatement, nameOf: (number: unknown) => string | undefined): string[] {
  const diagnostics = asArray(node.diag_items).map((item) =>
    nameOf(asRecord(asRecord(item).PLpgSQL_diag_item).target ?? 0),
  );
  const own = kind === 'assign' || kind === 'foreach_a' ? nameOf(node.varno ?? 0) : undefined;
  const numbered = [own, ...diagnostics].filter((name) => name !== undefined);
  return [...numbered, ...variablesOf(node.target), ...variablesOf(node.var)];
}
