import type { Calls } from '../calls/calls.ts';
import type { InnerStatement } from '../changes.ts';
import type { Parser } from '../parser.ts';
import type { BodyPlaces } from './body-places.ts';
import { allStatements, asArray, asRecord, lineOf, type ParsedFunction, queryOf } from './plpgsql.ts';
import type { BlockContext } from './run-sql.ts';
import { calledIn, runStatements } from './run-statements.ts';
import { type Arguments, variablesIn } from './variables.ts';

export interface FunctionRun {
  readonly parser: Parser;
  /** Its parameters, in their order. */
  readonly given?: Arguments;
  /** Its own name, by which it may call its parameters. */
  readonly name?: string;
  readonly places: BodyPlaces;
  /** Called by what ends transactions itself. */
  readonly commits: boolean;
  /** Called in a loop whose rows are not known. */
  readonly repeats: boolean;
  readonly calls: Calls;
}

/** What a function in PL/pgSQL, or the inside of a `DO` block, runs: first what its variables begin with. */
export function runFunction(fn: ParsedFunction, run: FunctionRun): InnerStatement[] {
  const { parser, given = new Map(), name, places, repeats, calls } = run;
  const variables = variablesIn(parser, fn, given);
  const own = [...given.keys()].flatMap((parameter, index) => {
    const value = variables.values.get(parameter);
    return value === undefined
      ? []
      : [`$${index + 1}`, `${name}.${parameter}`].map((one) => [one, value] as const);
  });
  const context: BlockContext = {
    parser,
    variables: { ...variables, names: new Set([...variables.names, ...(name === undefined ? [] : [name])]) },
    values: new Map([...variables.values, ...own]),
    places,
    commits: run.commits || allStatements([fn.action]).some(({ kind }) => kind === 'commit'),
    repeats,
    calls,
  };
  const declared = asArray(fn.datums).flatMap((datum) => {
    const variable = asRecord(asRecord(datum).PLpgSQL_var);
    const query = queryOf(variable.default_val);
    return query === undefined ? [] : calledIn(query, places.at(query, lineOf(variable)), context);
  });
  return [...declared, ...runStatements([fn.action], context)];
}
