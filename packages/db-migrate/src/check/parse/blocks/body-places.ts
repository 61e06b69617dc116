import { byteOffsets, type Places, placesOf } from '../places.ts';

export type StatementPlaces = Places & { readonly start: number };

/** Where the statements of a block's body stand in the script. */
export interface BodyPlaces {
  /** The places within a statement or expression that begins on a line of the body, from 1. */
  of(query: string, line: number): StatementPlaces;
  /** One place for all that an expression makes up. */
  at(query: string, line: number): StatementPlaces;
}

/**
 * The parser tells lines of a body only, and the text of each statement: it is looked for there.
 *
 * @param start offset of the DO statement, which stands for what is not found: a body in single quotes with others in it
 */
export function bodyPlaces(script: string, body: string, start: number, end: number): BodyPlaces {
  const found = script.indexOf(body, start);
  const lines =
    found < 0 || found >= end
      ? undefined
      : [0, ...[...body.matchAll(/\n/g)].map(({ index }) => index + 1)].map((offset) => found + offset);
  const lineStart = (line: number): number => {
    const at = lines?.[line - 1];
    if (at === undefined) return start;
    return at + (/^[ \t]*/.exec(script.slice(at, end))?.[0].length ?? 0);
  };
  const offsetOf = (query: string, line: number): number | undefined => {
    const offset = lines === undefined ? -1 : script.indexOf(query, lineStart(line));
    return offset < 0 || offset >= end ? undefined : offset;
  };
  return {
    at: (query, line) => fixed(offsetOf(query, line) ?? lineStart(line)),
    of(query, line) {
      const offset = offsetOf(query, line);
      // PL/pgSQL rewrites what it runs: PERFORM becomes SELECT, and INTO is left out.
      if (offset === undefined) return fixed(lineStart(line));
      const inner = placesOf(query, byteOffsets(query), 0, query.length);
      return {
        start: offset + inner.start,
        ofByte: (byte) => offset + inner.ofByte(byte),
        ofName: (word, name) => offset + inner.ofName(word, name),
      };
    },
  };
}

/** One place for all of a body that is not in the script. */
export function everywhereAt(at: number): BodyPlaces {
  return { of: () => fixed(at), at: () => fixed(at) };
}

function fixed(at: number): StatementPlaces {
  return { start: at, ofByte: () => at, ofName: () => at };
}
