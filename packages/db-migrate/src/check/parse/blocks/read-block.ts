import type { DoStmt } from 'libpg-query';
import type { PlacedChange } from '../changes.ts';
import type { Parser } from '../parser.ts';
import { descendants } from '../tree.ts';
import { bodyPlaces } from './body-places.ts';
import { allStatements, asArray, asRecord } from './plpgsql.ts';
import { runStatements } from './run-statements.ts';
import { variablesIn } from './variables.ts';

/** A DO statement with its place in a script. */
export interface PlacedBlock {
  readonly statement: DoStmt;
  readonly start: number;
  readonly end: number;
}

/**
 * What a `DO` block does, as if each of its branches ran: its SQL statements, and those that EXECUTE puts together from
 * constants. A change of kind `unseen` stands for what cannot be told. Functions that it calls are not looked into.
 */
export function readBlock(
  parser: Parser,
  script: string,
  { statement, start, end }: PlacedBlock,
): PlacedChange[] {
  const option = (name: string) => {
    const [found] = descendants(statement.args, 'DefElem').filter(({ defname }) => defname === name);
    const text = asRecord(asRecord(found?.arg).String).sval;
    return typeof text === 'string' ? text : undefined;
  };
  const unseen = (what: string): PlacedChange[] => [{ kind: 'unseen', what, at: start }];
  const language = option('language') ?? 'plpgsql';
  if (language !== 'plpgsql') return unseen(`The DO block is written in ${language}`);
  try {
    const fn = functionIn(parser.parseBlock(script.slice(start, end)));
    const variables = variablesIn(parser, fn);
    return runStatements([fn.action], {
      parser,
      variables,
      values: variables.values,
      places: bodyPlaces(script, option('as') ?? '', start, end),
      commits: allStatements([fn.action]).some(({ kind }) => kind === 'commit'),
      repeats: false,
    });
  } catch (error) {
    return unseen(`The DO block cannot be read (${(error as Error).message})`);
  }
}

function functionIn(tree: unknown): Readonly<Record<string, unknown>> {
  const [first] = asArray(asRecord(tree).plpgsql_funcs);
  return asRecord(asRecord(first).PLpgSQL_function);
}
