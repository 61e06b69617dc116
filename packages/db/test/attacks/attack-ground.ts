import type { TestDatabase } from '@org/db-testing';
import type { DbOptions } from '../../src/client/options.ts';
import type { TenantClient } from '../../src/client/tenant-client.ts';

/** Where, and how, the attacks of a test file are made. */
export interface AttackGround {
  readonly options?: Partial<DbOptions>;
  /** Instead of one of the tests' server. */
  readonly database?: TestDatabase;
  /** Awaited before each attack. */
  ready?(clients: readonly TenantClient[]): Promise<void>;
}

let open: () => Promise<AttackGround> = async () => ({});

/** How attacks that are loaded by now get their ground. */
export function currentGround(): () => Promise<AttackGround> {
  return open;
}

/**
 * Has the attacks of other files, which are loaded after this call, made on another ground. For a test file of its own:
 * vitest loads each file apart.
 */
export function attackOn(ground: () => Promise<AttackGround>): void {
  open = ground;
}
