import { type PlacedBlock, readBlock } from './blocks/read-block.ts';
import type { PlacedChange } from './changes.ts';
import { loadParser } from './parser.ts';
import { byteOffsets, placesOf } from './places.ts';
import { translate } from './translate.ts';

/** A statement of a script, with what it does. */
export interface CheckedStatement {
  /** Offset of its first word and of its end, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
  /** Without those of the inside of a `DO` block. */
  readonly changes: readonly PlacedChange[];
  /** The block that it is. */
  readonly block?: PlacedBlock;
}

/** A script as PostgreSQL's own parser reads it; `problem` when it refuses. */
export interface ParsedScript {
  readonly statements: readonly CheckedStatement[];
  readonly problem?: { readonly message: string; readonly at: number };
}

/** Reads a script; never throws for one that is wrong. */
export async function parseScript(script: string): Promise<ParsedScript> {
  const parser = await loadParser();
  const text = script.replace(/^\uFEFF/, ' ');
  try {
    const { stmts = [] } = parser.parse(text);
    const toOffset = byteOffsets(text);
    return {
      statements: stmts.map(({ stmt, stmt_location: from = 0, stmt_len: length }) => {
        const end = length === undefined ? text.length : toOffset(from + length);
        const places = placesOf(text, toOffset, toOffset(from), end);
        const { start } = places;
        if (stmt === undefined) return { start, end, changes: [] };
        const block = 'DoStmt' in stmt ? { block: { statement: stmt.DoStmt, start, end } } : {};
        return { start, end, changes: translate(stmt, places), ...block };
      }),
    };
  } catch (error) {
    // The parser refuses an empty text as well, which is a script that does nothing.
    if (text.trim() === '') return { statements: [] };
    return { statements: [], problem: { message: (error as Error).message, at: parser.placeOf(error) } };
  }
}

/** Reads a script, and its `DO` blocks as the changes that they make; never throws for one that is wrong. */
export async function parseWithBlocks(script: string): Promise<ParsedScript> {
  const reading = await parseScript(script);
  if (!reading.statements.some(({ block }) => block)) return reading;
  const parser = await loadParser();
  return {
    ...reading,
    statements: reading.statements.map((statement) =>
      statement.block === undefined
        ? statement
        : { ...statement, changes: readBlock(parser, script.replace(/^\uFEFF/, ' '), statement.block) },
    ),
  };
}
