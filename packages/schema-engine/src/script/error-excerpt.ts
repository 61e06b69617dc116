import { DatabaseError } from 'pg';

const LINES_BEFORE = 5;

/**
 * Adds to an error of the server the lines of the script that it is about, as Prisma's native engine does.
 *
 * @param offset where the failing text begins in the script, in UTF-16 units
 */
export function withExcerpt(error: unknown, script: string, offset: number): unknown {
  if (!(error instanceof DatabaseError)) {
    return error;
  }
  const position = error.position === undefined ? undefined : Number(error.position);
  const excerpt = position === undefined ? undefined : excerptAt(script, offset, position);
  if (excerpt !== undefined) {
    error.message = `${error.message}\n\nPosition:\n${excerpt}`;
  }
  return error;
}

/** Postgres counts characters, from 1; a JavaScript string counts UTF-16 units, from 0. */
function excerptAt(script: string, offset: number, position: number): string {
  const failing = Array.from(script.slice(offset, offset + position * 2))
    .slice(0, position - 1)
    .join('');
  const lines = script.split('\n');
  const line = script.slice(0, offset + failing.length).split('\n').length;
  return lines
    .slice(Math.max(0, line - 1 - LINES_BEFORE), line)
    .map((text, index, shown) => `${String(line - shown.length + 1 + index).padStart(3)} ${text}`.trimEnd())
    .join('\n');
}
