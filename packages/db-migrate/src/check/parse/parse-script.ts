import type { PlacedChange } from './changes.ts';
import { loadParser } from './parser.ts';
import { byteOffsets, placesOf } from './places.ts';
import { translate } from './translate.ts';

/** A statement of a script, with what it does. */
export interface CheckedStatement {
  /** Offset of its first word and of its end, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
  readonly changes: readonly PlacedChange[];
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
        return { start: places.start, end, changes: stmt === undefined ? [] : translate(stmt, places) };
      }),
    };
  } catch (error) {
    // The parser refuses an empty text as well, which is a script that does nothing.
    if (text.trim() === '') return { statements: [] };
    return { statements: [], problem: { message: (error as Error).message, at: parser.placeOf(error) } };
  }
}
