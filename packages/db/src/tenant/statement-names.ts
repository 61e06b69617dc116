import { createHash } from 'node:crypto';

/** At most so many statements are kept prepared, on each connection: the server holds a plan for each of them. */
const NAMED = 200;
/** So many texts are remembered as seen once. */
const SEEN = 1_000;

/**
 * Decides which statements of Prisma's are kept prepared: those that come again. Planning a query under row level
 * security takes the server longer than running it.
 *
 * Texts with values in them, as raw SQL may have, come once and are not kept.
 */
export class StatementNames {
  readonly #names = new Map<string, string>();
  #seen = new Set<string>();

  nameOf(text: string): string | undefined {
    const name = this.#names.get(text);
    if (name !== undefined || this.#names.size >= NAMED) return name;
    if (!/^(?:SELECT|INSERT|UPDATE|DELETE|WITH)\b/i.test(text)) return undefined;
    if (!this.#seen.has(text)) {
      if (this.#seen.size >= SEEN) this.#seen = new Set();
      this.#seen.add(text);
      return undefined;
    }
    // The same in every process: behind a pooler that does not track them, a name must never be another statement's.
    const next = `org_${createHash('sha256').update(text).digest('base64url')}`;
    this.#names.set(text, next);
    return next;
  }
}
