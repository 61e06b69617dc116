import { DatabaseError } from 'pg';
import type { Statement } from './split-statements.ts';

const LINES_BEFORE = 5;
const STATEMENT_LINES = 6;

/** What is said about a failure beside the server's own words, by the error that it belongs to. */
const notes = new WeakMap<Error, string>();

/** The lines of the script that an error is about, and what became of the rest of it. Undefined without any. */
export function noteOn(error: unknown): string | undefined {
  return error instanceof Error ? notes.get(error) : undefined;
}

export function addNote(error: unknown, note: string): void {
  if (error instanceof Error) {
    notes.set(error, [notes.get(error), note].filter(Boolean).join('\n\n'));
  }
}

/**
 * Says which statement of the script an error is about, with the lines up to the place that Postgres names, or else the
 * statement's first lines.
 *
 * @param index the failing statement; beyond the last one: what Postgres checks at the end of a transaction
 * @param sentFrom where the text that was sent begins in the script, in UTF-16 units
 */
export function addExcerpt(
  error: unknown,
  script: string,
  statements: readonly Statement[],
  index: number,
  sentFrom: number,
): void {
  if (!(error instanceof DatabaseError)) {
    return;
  }
  const position = Number(error.position);
  // A position within the code of a function is another field; this one is a place in what was sent.
  const place = position > 0 ? offsetOf(script, sentFrom, position) : undefined;
  const failing = place === undefined ? index : indexAt(statements, place);
  const statement = statements[failing];
  if (statement === undefined) {
    addNote(error, 'It failed at the end of the script, when its transaction was to be committed.');
    return;
  }
  const first = lineOf(script, statement.offset);
  const title = `Statement ${failing + 1} of ${statements.length}, line ${first}:`;
  const excerpt =
    place === undefined
      ? numbered(script, first, Math.min(lineOf(script, endOf(statement)), first + STATEMENT_LINES - 1))
      : numbered(script, Math.max(1, lineOf(script, place) - LINES_BEFORE), lineOf(script, place));
  addNote(error, `${title}\n${excerpt}`);
}

/** `statements 2–4 (lines 3–9)` */
export function describeRange(
  script: string,
  statements: readonly Statement[],
  from: number,
  to: number,
): string {
  const [first, last] = [statements[from], statements[to - 1]];
  const lines = first && last ? range(lineOf(script, first.offset), lineOf(script, endOf(last))) : '';
  const s = to - from > 1 ? 's' : '';
  return `statement${s} ${range(from + 1, to)}${lines && ` (line${lines.includes('–') ? 's' : ''} ${lines})`}`;
}

function range(from: number, to: number): string {
  return from === to ? String(from) : `${from}–${to}`;
}

/** Postgres counts characters, from 1; a JavaScript string counts UTF-16 units, from 0. */
function offsetOf(script: string, sentFrom: number, position: number): number {
  const before = Array.from(script.slice(sentFrom, sentFrom + position * 2)).slice(0, position - 1);
  return sentFrom + before.join('').length;
}

function indexAt(statements: readonly Statement[], place: number): number {
  const next = statements.findIndex((statement) => statement.offset > place);
  return Math.max(0, (next < 0 ? statements.length : next) - 1);
}

function endOf({ offset, text }: Statement): number {
  return offset + text.trimEnd().length;
}

function lineOf(script: string, offset: number): number {
  return script.slice(0, offset).split('\n').length;
}

function numbered(script: string, from: number, to: number): string {
  return script
    .split('\n')
    .slice(from - 1, to)
    .map((text, index) => `${String(from + index).padStart(3)} ${text}`.trimEnd())
    .join('\n');
}
