/** Where things stand in a script: the parser counts bytes, and keeps no place of some. */
export interface Places {
  /** Offset in UTF-16 units of a byte; that of the statement where the parser gives none. */
  ofByte(byte: number | undefined): number;
  /** Where the statement says `word … name`, else where it begins. */
  ofName(word: NameWord | undefined, name: string | undefined): number;
}

/** What a name may stand behind. */
export type NameWord = 'ALTER' | 'CONSTRAINT' | 'DROP';

const BEFORE_NAME: Readonly<Record<NameWord, RegExp>> = {
  ALTER: /\bALTER\s+(?:COLUMN\s+)?"?$/i,
  CONSTRAINT: /\bCONSTRAINT\s+(?:IF\s+EXISTS\s+)?"?$/i,
  DROP: /\bDROP\s+(?:COLUMN\s+)?(?:IF\s+EXISTS\s+)?"?$/i,
};

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
      for (let at = script.indexOf(name, start); at >= 0 && at < end; at = script.indexOf(name, at + 1)) {
        const [before] = BEFORE_NAME[word].exec(script.slice(Math.max(start, at - 60), at)) ?? [];
        if (before !== undefined) return at - before.length;
      }
      return start;
    },
  };
}
