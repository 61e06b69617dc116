/** A filter for text that contains what was typed, in any case. `%` and `_` stand for themselves. */
export function contains(text: string): { contains: string; mode: 'insensitive' } {
  return { contains: text.replace(/[\\%_]/g, '\\$&'), mode: 'insensitive' };
}
