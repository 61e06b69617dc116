import { createHash } from 'node:crypto';

/** At most so many statements are kept prepared, on each connection: the server holds a plan for each of them. */
const NAMED = 200;
/** So many of them for texts that differ in the length of lists only. */
const VARIANTS = 4;
/** Characters of a text that is hardly ever sent again as it is: a list of hundreds. */
const LONG = 20_000;
/** So many texts are remembered as seen once. */
const SEEN = 1_000;
/** Look-ups by several fields, merged by OR or in a list of rows: `(a = $1 AND b = $2) OR (…)`, `(a,b) IN (($1,$2),(…))`. */
const MERGED = /\$\d+\)(?: OR |,\s*)\(/;

/**
 * Decides which statements of Prisma's are kept prepared: those that come again. Planning a query under row level
 * security takes the server longer than running it.
 *
 * A list of any length makes a text of its own (`IN ($1,$2,$3)`): of these the first few are kept, or they would soon take
 * all names. Texts with values in them, as raw SQL may have, come once and are not kept.
 *
 * Merged look-ups are never kept. Each of them names the tenant, and so does the policy; a plan that does not know the
 * values takes the two for independent, expects no row of the tenant, and reads all of them once for each look-up. With the values
 * at hand the planner sees that they are one.
 */
export class StatementNames {
  readonly #names = new Map<string, string>();
  readonly #variants = new Map<string, number>();
  #seen = new Set<string>();

  nameOf(text: string): string | undefined {
    const name = this.#names.get(text);
    if (name !== undefined || this.#names.size >= NAMED) return name;
    if (text.length > LONG) return undefined;
    if (!/^(?:SELECT|INSERT|UPDATE|DELETE|WITH)\b/i.test(text)) return undefined;
    if (MERGED.test(text) && !/^INSERT\b/i.test(text)) return undefined;
    if (!this.#seen.has(text)) {
      if (this.#seen.size >= SEEN) this.#seen = new Set();
      this.#seen.add(text);
      return undefined;
    }
    const shape = shapeOf(text);
    const variants = this.#variants.get(shape) ?? 0;
    if (variants >= VARIANTS) return undefined;
    this.#variants.set(shape, variants + 1);
    // The same in every process: behind a pooler that does not track them, a name must never be another statement's.
    const next = `org_${createHash('sha256').update(text).digest('base64url')}`;
    this.#names.set(text, next);
    return next;
  }
}

/** The text without the lengths of its lists. */
function shapeOf(text: string): string {
  return text
    .replaceAll(/\$\d+/g, '?')
    .replaceAll(/\?(?:,\s*\?)+/g, '?')
    .replaceAll(/(\([^()]*\))(?:,\s*\1)+/g, '$1');
}
