import { OperationsError } from '../../errors.ts';

const BEFORE = 60;
const AFTER = 40;

/** QUERY_INVALID with the line, a sign below the place, and what is wrong there. @param at offset in UTF-16 units @param hint of the server */
export function invalidQuery(
  sql: string,
  at: number,
  problem: string,
  cause: unknown,
  hint?: string,
): OperationsError {
  const start = sql.lastIndexOf('\n', at - 1) + 1;
  const end = sql.indexOf('\n', at);
  const line = sql.slice(start, end < 0 ? undefined : end);
  const column = at - start;
  const from = Math.max(0, column - BEFORE);
  const lead = from > 0 ? '… ' : '';
  const shown = `${lead}${line.slice(from, column + AFTER)}`.replaceAll(/[\t\r]/g, ' ');
  const number = sql.slice(0, start).split('\n').length;
  return new OperationsError(
    'QUERY_INVALID',
    `PostgreSQL does not understand the query: ${problem} (line ${number}, column ${column + 1})\n  ${shown}\n  ${' '.repeat(lead.length + column - from)}^${hint === undefined ? '' : `\n  ${hint}`}`,
    { cause },
  );
}

/** PostgreSQL counts characters. */
export function utf16Offset(text: string, characters: number): number {
  return [...text].slice(0, Math.max(0, characters)).join('').length;
}
