import type { Node } from 'libpg-query';
import { positionIn } from '../files/line-index.ts';
import type { Part } from './blocks/block-parts.ts';
import { partsOf, readBlock } from './blocks/read-block.ts';
import { Calls } from './calls/calls.ts';
import { readWhenDefined } from './calls/routine.ts';
import type { Routines } from './calls/routines.ts';
import { routineRunner } from './calls/run-routine.ts';
import type { InnerStatement, PlacedChange } from './changes.ts';
import { loadParser, type Parser } from './parser.ts';
import { byteOffsets, type Places, placesOf } from './places.ts';
import { translate } from './translate.ts';

/** A statement of a script, with what it does. */
export interface CheckedStatement {
  /** Offset of its first word and of its end, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
  /** What it does itself, and what the statements do that it runs. */
  readonly changes: readonly PlacedChange[];
  /** Those that a `DO` block runs; or the statement itself, with those of the functions that it calls behind it. */
  readonly inner?: readonly InnerStatement[];
  /** Where those of a block stand, if a comment in it may be about one of them. */
  readonly parts?: Part;
}

/** A script as PostgreSQL's own parser reads it; `problem` when it refuses. */
export interface ParsedScript {
  readonly statements: readonly CheckedStatement[];
  readonly problem?: { readonly message: string; readonly at: number };
}

/** Looks into a statement, of which it knows what it does itself. */
type LookInto = (node: Node, own: CheckedStatement, placeOf: Places['ofByte']) => CheckedStatement;

/** Reads a script, without what its `DO` blocks and functions do; never throws for one that is wrong. */
export async function parseScript(script: string): Promise<ParsedScript> {
  return read(await loadParser(), withoutMark(script), (_, own) => own);
}

/**
 * Reads a migration with what its `DO` blocks and the functions do that it calls; never throws for one that is wrong.
 *
 * @param routines the functions of the migrations before, to which its own are added
 */
export async function parseMigration(
  name: string,
  script: string,
  routines: Routines,
): Promise<ParsedScript> {
  const parser = await loadParser();
  const text = withoutMark(script);
  const calls = new Calls(routines, routineRunner(parser), (at) => ({
    migration: name,
    line: positionIn(text, at).line,
  }));
  return read(parser, text, (node, own, placeOf) => {
    const { start, end, changes } = own;
    const sql = text.slice(start, end);
    if ('DoStmt' in node) {
      const block = { statement: node.DoStmt, start, end };
      const parts = sql.includes('orgdb:allow') ? partsOf(parser, text, block) : undefined;
      return { start, end, ...runs(readBlock(parser, text, block, calls)), ...(parts && { parts }) };
    }
    calls.note(node, start);
    if ('CreateFunctionStmt' in node) {
      const read = readWhenDefined(node.CreateFunctionStmt, sql);
      return { start, end, ...runs([{ at: start, text: read, changes }]) };
    }
    if (!CALLERS.some((kind) => kind in node) || !calls.mayBeIn(sql)) return own;
    const called = calls.within(node, { placeOf, values: new Map(), repeats: false, commits: false });
    return called.length === 0
      ? own
      : { start, end, ...runs([{ at: start, text: sql, changes }, ...called]) };
  });
}

function runs(inner: readonly InnerStatement[]): Pick<CheckedStatement, 'changes' | 'inner'> {
  return { changes: inner.flatMap(({ changes }) => changes), inner };
}

/** Statements that run what is called in them; the others keep it for later, or call it for a new column. */
const CALLERS = [
  'SelectStmt',
  'CallStmt',
  'InsertStmt',
  'UpdateStmt',
  'DeleteStmt',
  'MergeStmt',
  'CreateTableAsStmt',
];

function read(parser: Parser, text: string, lookInto: LookInto): ParsedScript {
  try {
    const { stmts = [] } = parser.parse(text);
    const toOffset = byteOffsets(text);
    return {
      statements: stmts.map(({ stmt, stmt_location: from = 0, stmt_len: length }): CheckedStatement => {
        const end = length === undefined ? text.length : toOffset(from + length);
        const places = placesOf(text, toOffset, toOffset(from), end);
        const { start } = places;
        if (stmt === undefined) return { start, end, changes: [] };
        return lookInto(stmt, { start, end, changes: translate(stmt, places) }, places.ofByte);
      }),
    };
  } catch (error) {
    // The parser refuses an empty text as well, which is a script that does nothing.
    if (text.trim() === '') return { statements: [] };
    return { statements: [], problem: { message: (error as Error).message, at: parser.placeOf(error) } };
  }
}

/** A script without the mark of its encoding, which the parser does not know. */
function withoutMark(script: string): string {
  return script.replace(/^\uFEFF/, ' ');
}
