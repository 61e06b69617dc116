import { DbTestingError } from '../errors.ts';
import type { PoolerHandle } from '../pooler/pgbouncer.ts';
import type { Logins } from './logins.ts';

/** What a test process must know of the run to make databases. */
export interface RunHandle {
  runId: string;
  /** Connection string to the settings database, as who may make databases. */
  adminUrl: string;
  logins: Logins;
  template: string;
  /** Stands between the tests and the server, when the run was asked for one. */
  pooler?: PoolerHandle;
}

const VARIABLE = 'DB_TESTING_RUN';

/** Hands the run to this process and those that it starts, vitest's workers among them. */
export function publishRun(handle: RunHandle): void {
  process.env[VARIABLE] = JSON.stringify(handle);
}

export function withdrawRun(): void {
  delete process.env[VARIABLE];
}

export function hasRun(): boolean {
  return Boolean(process.env[VARIABLE]);
}

/** The pooler that stands between the tests of this run and the server, if there is one. */
export function runPooler(): PoolerHandle | undefined {
  return hasRun() ? currentRun().pooler : undefined;
}

/** @throws DbTestingError NO_RUN */
export function currentRun(): RunHandle {
  const text = process.env[VARIABLE];
  if (!text) {
    throw new DbTestingError(
      'NO_RUN',
      'No server for tests was started. Run vitest from the root of the checkout, or add @org/db-testing/global-setup to `globalSetup`.',
    );
  }
  return JSON.parse(text) as RunHandle;
}
