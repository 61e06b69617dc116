/** What is known of rows that were written together: all there, none there, or one of the two. */
export type Fate = 'kept' | 'undone' | 'unknown';

/** Rows of one tenant that were written together. Their codes are `<key>:<number>`. */
export interface Group {
  readonly key: string;
  readonly tenant: number;
  readonly size: number;
  fate: Fate;
}

/** A row as it was found in the end. */
export interface FoundRow {
  readonly tenant_id: string;
  readonly code: string;
  readonly name: string;
}

/** Name of a row whose transaction has not written it for the last time: nobody else may ever see it. */
export const HALF = 'half';

/** Remembers what was written, and what the database said to it. */
export class Ledger {
  readonly #tenants: readonly string[];
  readonly #groups = new Map<string, Group>();

  constructor(tenants: readonly string[]) {
    this.#tenants = tenants;
  }

  /** Notes rows that are about to be written. Their fate is unknown until the database has answered. */
  open(tenant: number, caller: number, size: number): Group {
    const group: Group = { key: `${tenant}-${caller}-${this.#groups.size}`, tenant, size, fate: 'unknown' };
    this.#groups.set(group.key, group);
    return group;
  }

  /** How many groups met each fate. */
  count(): Record<Fate, number> {
    const counts: Record<Fate, number> = { kept: 0, undone: 0, unknown: 0 };
    for (const { fate } of this.#groups.values()) counts[fate] += 1;
    return counts;
  }

  /** Everything that is wrong with what was found: at most twenty sentences. */
  faults(rows: Iterable<FoundRow>): string[] {
    const faults: string[] = [];
    const found = new Map<string, Set<string>>();
    for (const { tenant_id: owner, code, name } of rows) {
      const [key = '', number = ''] = code.split(':');
      const group = this.#groups.get(key);
      if (!group) faults.push(`${code}: nobody wrote it`);
      else if (this.#tenants[group.tenant] !== owner) faults.push(`${code}: belongs to another tenant`);
      if (name === HALF) faults.push(`${code}: the second half of its transaction is missing`);
      const numbers = found.get(key) ?? new Set();
      if (numbers.has(number)) faults.push(`${code}: is there twice`);
      found.set(key, numbers.add(number));
    }
    for (const { key, size, fate } of this.#groups.values()) {
      const there = found.get(key)?.size ?? 0;
      if (fate === 'kept' && there !== size)
        faults.push(`${key}: acknowledged, but ${there} of ${size} rows are there`);
      if (fate === 'undone' && there > 0)
        faults.push(`${key}: undone, but ${there} of ${size} rows are there`);
      if (fate === 'unknown' && there > 0 && there < size)
        faults.push(`${key}: not atomic, ${there} of ${size} rows`);
    }
    return faults.slice(0, 20);
  }
}
