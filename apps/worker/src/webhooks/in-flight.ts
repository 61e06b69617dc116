/** Counts the deliveries that are under way, so that neither a tenant nor a slow receiver takes all places. */
export class InFlight {
  readonly #limits: { readonly total: number; readonly perTenant: number; readonly perSubscription: number };
  readonly #tenants = new Map<string, number>();
  readonly #subscriptions = new Map<string, number>();
  #total = 0;

  constructor(concurrency: number) {
    this.#limits = {
      total: concurrency,
      perTenant: Math.ceil(concurrency / 2),
      perSubscription: Math.ceil(concurrency / 4),
    };
  }

  get full(): boolean {
    return this.#total >= this.#limits.total;
  }

  get limitPerSubscription(): number {
    return this.#limits.perSubscription;
  }

  /** How many more a tenant may start. */
  room(tenantId: string): number {
    return Math.min(
      this.#limits.total - this.#total,
      this.#limits.perTenant - (this.#tenants.get(tenantId) ?? 0),
    );
  }

  /** Subscriptions that have all that they may have. */
  busySubscriptions(): string[] {
    return [...this.#subscriptions]
      .filter(([, count]) => count >= this.#limits.perSubscription)
      .map(([id]) => id);
  }

  add(tenantId: string, subscriptionId: string): void {
    this.#change(tenantId, subscriptionId, 1);
  }

  remove(tenantId: string, subscriptionId: string): void {
    this.#change(tenantId, subscriptionId, -1);
  }

  #change(tenantId: string, subscriptionId: string, by: 1 | -1): void {
    this.#total += by;
    count(this.#tenants, tenantId, by);
    count(this.#subscriptions, subscriptionId, by);
  }
}

function count(counts: Map<string, number>, key: string, by: number): void {
  const next = (counts.get(key) ?? 0) + by;
  if (next === 0) counts.delete(key);
  else counts.set(key, next);
}
