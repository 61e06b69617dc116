/** What one step found and did. */
export interface SeedStep {
  /** The tenant's slug; null for what all tenants share. */
  readonly tenant: string | null;
  /** Such as `permissions`, `users` or `products`. */
  readonly step: string;
  /** Rows written, children (such as the SKUs of a product) not counted. */
  readonly created: number;
  /** Rows that were there and were left as they are. */
  readonly unchanged: number;
}

/** A login that the seed wrote, or found. */
export interface SeedLogin {
  /** The tenant's slug. */
  readonly tenant: string;
  readonly email: string;
  /**
   * For a new user the password. For one who was there before: the one that an earlier run wrote, which may have been
   * changed since, or null when it was generated.
   */
  readonly password: string | null;
  /** Such as `commerce:sales_manager`; several are joined by `, `. */
  readonly role: string;
  readonly kind: 'staff' | 'portal';
  /** Whether this run wrote it. */
  readonly created: boolean;
}

/** What a run of the seeds did. */
export interface SeedReport {
  readonly steps: readonly SeedStep[];
  readonly logins: readonly SeedLogin[];
}

/** How many rows a step wrote and found. */
export interface StepCount {
  readonly created: number;
  readonly unchanged: number;
}

/** Collects what one transaction did; it is published only once that transaction is committed. */
export class SeedLog {
  readonly #steps: SeedStep[] = [];
  readonly #logins: SeedLogin[] = [];
  readonly #tenant: string | null;

  constructor(tenant: string | null = null) {
    this.#tenant = tenant;
  }

  step(step: string, count: StepCount): void {
    this.#steps.push({ tenant: this.#tenant, step, created: count.created, unchanged: count.unchanged });
  }

  login(login: Omit<SeedLogin, 'tenant'>): void {
    this.#logins.push({ tenant: this.#tenant ?? '', ...login });
  }

  report(): SeedReport {
    return { steps: [...this.#steps], logins: [...this.#logins] };
  }
}

/** One line for people, such as `well-crafted: products: 3 created, 0 unchanged`. */
export function describeStep(step: SeedStep): string {
  const subject = step.tenant === null ? step.step : `${step.tenant}: ${step.step}`;
  return `${subject}: ${step.created} created, ${step.unchanged} unchanged`;
}
