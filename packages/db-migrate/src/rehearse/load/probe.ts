import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import type { ProbePlan } from './plan-probes.ts';

/** A probe that had to wait for the migration, or was refused. Times in milliseconds on `performance.now`'s clock. */
export interface Incident {
  readonly table: string;
  readonly kind: ProbePlan['kind'];
  readonly at: number;
  readonly until: number;
  /** PostgreSQL's words when it was refused. */
  readonly refusal?: string;
}

/** A session that does what a program does, again and again, until it is told to stop. */
export class Probe {
  readonly plan: ProbePlan;
  readonly pid: number;
  /** Rounds that it has done. */
  rounds = 0;
  readonly #client: Client;
  readonly #pause: number;
  readonly #tell: (incident: Incident) => void;
  /** Since when it waits for the migration, as the server says. */
  #blockedSince: number | undefined;
  #stopped = false;
  #running: Promise<void> = Promise.resolve();

  constructor(
    client: Client,
    setup: { plan: ProbePlan; pid: number; pause: number; tell: (incident: Incident) => void },
  ) {
    this.#client = client;
    this.plan = setup.plan;
    this.pid = setup.pid;
    this.#pause = setup.pause;
    this.#tell = setup.tell;
  }

  start(): void {
    this.#running = this.#loop();
  }

  /** The server was seen to let it wait for the migration. */
  sawBlocked(since: number): void {
    this.#blockedSince ??= since;
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#running;
    await this.#client.end().catch(() => undefined);
  }

  async #loop(): Promise<void> {
    while (!this.#stopped) {
      const at = performance.now();
      try {
        for (const statement of this.plan.round) await this.#client.query(statement);
        this.rounds += 1;
        this.#settle(performance.now());
      } catch (error) {
        this.#settle(performance.now());
        // Without a code it is the connection that ended, and no refusal.
        if ((error as { code?: string }).code === undefined) return;
        this.#told(at, (error as Error).message);
        await this.#client.query('ROLLBACK').catch(() => undefined);
      }
      await sleep(this.#pause);
    }
  }

  #settle(until: number): void {
    const since = this.#blockedSince;
    this.#blockedSince = undefined;
    if (since !== undefined) this.#tell({ table: this.plan.table, kind: this.plan.kind, at: since, until });
  }

  #told(at: number, refusal: string): void {
    this.#tell({ table: this.plan.table, kind: this.plan.kind, at, until: performance.now(), refusal });
  }
}
