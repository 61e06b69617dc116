import type { DoStmt } from 'libpg-query';
import type { Calls } from '../calls/calls.ts';
import type { InnerStatement } from '../changes.ts';
import type { Parser } from '../parser.ts';
import { descendants } from '../tree.ts';
import { blockParts, type Part } from './block-parts.ts';
import { bodyPlaces } from './body-places.ts';
import { asRecord, functionIn, withoutRowTypes } from './plpgsql.ts';
import { runFunction } from './run-function.ts';

/** A DO statement with its place in a script. */
export interface PlacedBlock {
  readonly statement: DoStmt;
  readonly start: number;
  readonly end: number;
}

/**
 * What a `DO` block runs, as if each of its branches did: its SQL statements, those that EXECUTE puts together from
 * constants, and those of functions that it calls. A change of kind `unseen` stands for what cannot be told.
 */
export function readBlock(
  parser: Parser,
  script: string,
  { statement, start, end }: PlacedBlock,
  calls: Calls,
): InnerStatement[] {
  const unseen = (what: string): InnerStatement[] => [
    { at: start, text: script.slice(start, end), changes: [{ kind: 'unseen', what, at: start }] },
  ];
  const language = optionOf(statement, 'language') ?? 'plpgsql';
  if (language !== 'plpgsql') return unseen(`The DO block is written in ${language}`);
  try {
    const fn = functionIn(parser.parseBlock(withoutRowTypes(script.slice(start, end))));
    const places = bodyPlaces(script, optionOf(statement, 'as') ?? '', start, end);
    return runFunction(fn, { parser, places, commits: false, repeats: false, calls });
  } catch (error) {
    return unseen(`The DO block cannot be read (${(error as Error).message})`);
  }
}

/** Where the statements of a `DO` block stand; undefined where that cannot be told. */
export function partsOf(parser: Parser, script: string, block: PlacedBlock): Part | undefined {
  const { statement, start } = block;
  if ((optionOf(statement, 'language') ?? 'plpgsql') !== 'plpgsql') return undefined;
  try {
    return blockParts(parser, script, optionOf(statement, 'as') ?? '', start);
  } catch {
    return undefined;
  }
}

function optionOf(statement: DoStmt, name: string): string | undefined {
  const [found] = descendants(statement.args, 'DefElem').filter(({ defname }) => defname === name);
  const text = asRecord(asRecord(found?.arg).String).sval;
  return typeof text === 'string' ? text : undefined;
}
