/** Where things stand in a script: the parser counts bytes, and keeps no place of some. */
export interface Places {
  /** Offset in UTF-16 units of a byte; that of the statement where the parser gives none. */
  ofByte(byte: number | undefined): number;
  /** Where the statement says `word … name`, else where it begins. */
  ofName(word: string | undefined, name: string | undefined): number;
}

/** White space and comments before the first word of a statement. */
const BLANK = /(?:\s|--[^\n]*|\/\*[\s\S]*?\*\/)*/y;

/** Turns offsets in bytes into offsets in UTF-16 units; for plain ASCII they are the same. */
export function byteOffsets(script: string): (byte: number) => number {
  const bytes = Buffer.from(script, 'utf8');
  if (bytes.length === script.length) return (byte) => byte;
  return (byte) => bytes.subarray(0, byte).toString('utf8').length;
}

/** The places within the statement that lies between two offsets of the script. */
export function placesOf(
  script: string,
  toOffset: (byte: number) => number,
  from: number,
  end: number,
): Places & { readonly start: number } {
  BLANK.lastIndex = from;
  BLANK.exec(script);
  const start = BLANK.lastIndex;
  return {
    start,
    ofByte: (byte) => (byte === undefined || byte < 0 ? start : toOffset(byte)),
    ofName(word, name) {
      if (word === undefined || name === undefined) return start;
      const escaped = name.replaceAll(/[^\w]/g, '\\$&');
      const pattern = new RegExp(
        `\\b${word}\\s+(?:COLUMN\\s+|CONSTRAINT\\s+)?(?:IF\\s+EXISTS\\s+)?"?${escaped}\\b`,
        'i',
      );
      const found = script.slice(start, end).search(pattern);
      return found < 0 ? start : start + found;
    },
  };
}
