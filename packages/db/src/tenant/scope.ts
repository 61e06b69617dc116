import { AsyncLocalStorage } from 'node:async_hooks';
import type pg from 'pg';
import { Usage } from '../observability/usage.ts';
import type { TenantContext } from './context.ts';
import { ContextStatement } from './context-statement.ts';
import type { EngineQuery } from './engine-query.ts';
import { parsePosition } from './log-position.ts';
import type { Services } from './services.ts';
import { settingsOf } from './settings.ts';

/** Decides which server answers. */
export interface Routing {
  run(
    scope: Scope,
    queries: readonly EngineQuery[],
    run: (scope: Scope) => Promise<unknown>,
  ): Promise<unknown>;
  /** A write, or what might be one, has ended. */
  wrote(scope: Scope): void;
}

/** What may differ from client to client. */
export interface ScopeOptions {
  /** Cancels what is running, and refuses what comes later. */
  readonly signal?: AbortSignal | undefined;
  /** Limit of each statement, in milliseconds, instead of the pool's. */
  readonly statementTimeoutMs?: number | undefined;
  /** `primary` keeps reads away from replicas. */
  readonly reads?: 'primary' | 'replica' | undefined;
  /** What a replica must have replayed, as a position in the primary's log. */
  readonly notBefore?: string | undefined;
  readonly admitted?: boolean | undefined;
  /** The values of `SETTING_NAMES`, when they are not the context's. */
  readonly settings?: readonly string[] | undefined;
}

/** A context as the connection sends it. Each client of `forTenant` has one of its own. */
export class Scope {
  readonly context: TenantContext | undefined;
  readonly settings: readonly string[];
  readonly services: Services | undefined;
  readonly signal: AbortSignal | undefined;
  readonly primaryOnly: boolean;
  readonly notBefore: bigint | undefined;
  /** Where connections come from, when it is not the pool that is asked. */
  readonly pool: pg.Pool | undefined;
  /** Counted for the client, whatever it is forked for. */
  readonly usage: Usage = new Usage();
  /** Work of this package's own, which is not looked at. */
  readonly aside: boolean = false;
  /** It belongs to work that has begun, and may go on while the database is being closed. */
  readonly admitted: boolean;
  /** The statement that sets the context, where it is not the pool's. Unnamed: its limit may be any number. */
  readonly statement: ContextStatement | undefined;
  /** The bytes that set the context, encoded once; the pool fills them in. */
  messages: Buffer | undefined;
  /** Set when the client must not be used any more. */
  ended = false;

  constructor(context?: TenantContext, services?: Services, options: ScopeOptions = {}) {
    this.context = context;
    this.services = services;
    this.settings = options.settings ?? settingsOf(context);
    this.signal = options.signal;
    this.primaryOnly = options.reads === 'primary';
    this.pool = undefined;
    this.admitted = options.admitted ?? false;
    const { statementTimeoutMs, notBefore } = options;
    this.notBefore = notBefore === undefined ? undefined : parsePosition(notBefore);
    this.statement =
      statementTimeoutMs === undefined
        ? undefined
        : new ContextStatement({ named: false, statementTimeoutMs });
  }
}

/**
 * The scope in which a connection is asked for. It is set around calls into Prisma's engine only, never around
 * the code of a caller, so that two clients used in one tick cannot see each other's.
 */
export const currentScope: AsyncLocalStorage<Scope> = new AsyncLocalStorage();

/** The same scope, for a transaction with a signal of its own. */
export function listenTo(scope: Scope, signal: AbortSignal): Scope {
  return Object.create(scope, { signal: { value: signal } }) as Scope;
}
