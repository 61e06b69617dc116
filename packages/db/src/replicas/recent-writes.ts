/**
 * When each tenant wrote last, by this process's clock: a replica that has replayed less must not answer its reads.
 * Entries are forgotten once no replica within the bound can be older than they are.
 */
export class RecentWrites {
  readonly #keepMs: number;
  readonly #byTenant = new Map<string, number>();
  #byAnybody = Number.NEGATIVE_INFINITY;

  /** @param keepMs how old a replica may be, in milliseconds */
  constructor(keepMs: number) {
    this.#keepMs = keepMs;
  }

  /** A write has ended, well or not; without a tenant it may have been any tenant's. */
  note(tenantId: string | undefined, now = performance.now()): void {
    if (tenantId === undefined) {
      this.#byAnybody = now;
      return;
    }
    // Deleted first, so that the entries stay in the order of their times.
    this.#byTenant.delete(tenantId);
    this.#byTenant.set(tenantId, now);
    for (const [tenant, at] of this.#byTenant) {
      if (at >= now - this.#keepMs) break;
      this.#byTenant.delete(tenant);
    }
  }

  /** After which moment a replica must have been level with the primary. */
  lastOf(tenantId: string | undefined): number {
    const own = tenantId === undefined ? undefined : this.#byTenant.get(tenantId);
    return Math.max(own ?? Number.NEGATIVE_INFINITY, this.#byAnybody);
  }

  get size(): number {
    return this.#byTenant.size;
  }
}
