import { AsyncLocalStorage } from 'node:async_hooks';
import type { TenantContext } from './context.ts';
import type { Services } from './services.ts';
import { settingsOf } from './settings.ts';

/** A context as the connection sends it. Each client of `forTenant` has one of its own. */
export class Scope {
  readonly context: TenantContext | undefined;
  readonly settings: readonly string[];
  readonly services: Services | undefined;
  /** The bytes that set the context, encoded once; the pool fills them in. */
  messages: Buffer | undefined;
  /** Set when the client must not be used any more. */
  ended = false;

  constructor(context?: TenantContext, services?: Services) {
    this.context = context;
    this.services = services;
    this.settings = settingsOf(context);
  }
}

/**
 * The scope in which a connection is asked for. It is set around calls into Prisma's engine only, never around
 * the code of a caller, so that two clients used in one tick cannot see each other's.
 */
export const currentScope: AsyncLocalStorage<Scope> = new AsyncLocalStorage();
