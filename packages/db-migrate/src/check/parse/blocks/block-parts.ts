import type { Parser } from '../parser.ts';
import { byteOffsets } from '../places.ts';

/** A statement of a block with those within it, as offsets in the script. */
export interface Part {
  readonly start: number;
  /** Where its semicolon stands. */
  readonly end: number;
  readonly inner: readonly Part[];
}

interface Word {
  /** In capitals. */
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Where the statements of a block's body begin and end, which PL/pgSQL's parser does not say: each up to its semicolon, with
 * its branches. The whole from BEGIN or DECLARE to END; undefined for what does not begin so, or not as it is in the script.
 *
 * @param from offset in the script from which on the body is looked for
 */
export function blockParts(parser: Parser, script: string, body: string, from: number): Part | undefined {
  const offset = script.indexOf(body, from);
  if (offset < 0) return undefined;
  const toOffset = byteOffsets(body);
  const words = parser
    .scan(body)
    .filter(({ tokenName }) => !tokenName.endsWith('_COMMENT'))
    .map(({ text, start, end }): Word => {
      return { text: text.toUpperCase(), start: offset + toOffset(start), end: offset + toOffset(end) };
    });
  const reader = new PartReader(words);
  return reader.isAt('DECLARE', 'BEGIN', '<<') ? reader.statement() : undefined;
}

class PartReader {
  readonly #words: readonly Word[];
  #next = 0;

  constructor(words: readonly Word[]) {
    this.#words = words;
  }

  isAt(...texts: readonly string[]): boolean {
    return texts.includes(this.#words[this.#next]?.text ?? '');
  }

  statement(): Part {
    const start = this.#words[this.#next]?.start ?? 0;
    const inner = this.#inner();
    this.#skipTo(';');
    const last = this.#words[this.#next] ?? this.#words.at(-1);
    const end = last?.text === ';' ? last.start : (last?.end ?? start);
    this.#next += 1;
    return { start, end, inner };
  }

  /** Reads what may hold statements up to its END. */
  #inner(): Part[] {
    if (this.isAt('<<')) {
      this.#skipTo('>>');
      this.#next += 1;
    }
    if (this.isAt('DECLARE', 'BEGIN')) return this.#block();
    if (this.isAt('LOOP', 'WHILE', 'FOR', 'FOREACH')) return this.#behind('LOOP', 'END');
    if (this.isAt('IF')) {
      const parts = this.#behind('THEN', ...BRANCHES);
      while (this.isAt('ELSIF', 'ELSEIF')) parts.push(...this.#behind('THEN', ...BRANCHES));
      return [...parts, ...this.#else()];
    }
    if (!this.isAt('CASE')) return [];
    this.#skipTo('WHEN', 1);
    return [...this.#handlers('ELSE'), ...this.#else()];
  }

  #block(): Part[] {
    const parts = this.isAt('DECLARE') ? this.#behind('DECLARE', 'BEGIN') : [];
    parts.push(...this.#behind('BEGIN', 'EXCEPTION', 'END'));
    if (!this.isAt('EXCEPTION')) return parts;
    this.#next += 1;
    return [...parts, ...this.#handlers()];
  }

  #handlers(...until: readonly string[]): Part[] {
    const parts: Part[] = [];
    while (this.isAt('WHEN')) parts.push(...this.#behind('THEN', 'WHEN', 'END', ...until));
    return parts;
  }

  #else(): Part[] {
    return this.isAt('ELSE') ? this.#behind('ELSE', 'END') : [];
  }

  /** The statements behind a word, up to one of others. */
  #behind(word: string, ...until: readonly string[]): Part[] {
    this.#skipTo(word);
    this.#next += 1;
    const parts: Part[] = [];
    while (this.#next < this.#words.length && !this.isAt(...until)) parts.push(this.statement());
    return parts;
  }

  /** Goes on to a word that stands in no parentheses and no CASE of an expression. */
  #skipTo(word: string, begun = 0): void {
    let depth = 0;
    this.#next += begun;
    for (; this.#next < this.#words.length; this.#next += 1) {
      if (depth === 0 && this.isAt(word)) return;
      const isEnd = this.#words[this.#next - 1]?.text === 'END';
      if (this.isAt('(') || (this.isAt('CASE') && !isEnd)) depth += 1;
      else if (depth > 0 && this.isAt(')', 'END')) depth -= 1;
    }
  }
}

const BRANCHES = ['ELSIF', 'ELSEIF', 'ELSE', 'END'];
