import { DataKeys } from '../encryption/data-keys.ts';
import { MasterKeys } from '../encryption/master-keys.ts';
import { DbError } from '../errors/db-error.ts';
import type { ReplicaOptions } from '../replicas/options.ts';
import { ReadRouter } from '../replicas/read-router.ts';
import { Replica, type ReplicaStats } from '../replicas/replica.ts';
import { parseContext, type TenantContext } from '../tenant/context.ts';
import { Scope } from '../tenant/scope.ts';
import type { Services } from '../tenant/services.ts';
import { type AdminClient, type AdminOptions, type AdminReason, runAsAdmin } from './admin.ts';
import { type ClientOptions, checkClientOptions } from './client-options.ts';
import { Endpoint, openPool } from './endpoint.ts';
import { checkHealth, type Health, type PoolStats, poolFigures, poolStats } from './health.ts';
import { checkOptions, type DbOptions } from './options.ts';
import { type ResolvedTenant, resolveTenant } from './resolve-tenant.ts';
import type { TenantClient } from './tenant-client.ts';

const DEFAULT_CLOSE_MS = 5_000;

/** The database of all services. Make one per process, and close it at the end. */
export interface Db {
  /**
   * A client for one tenant: cheap, made for each request, bound to the context for good.
   *
   * @throws DbError TENANT_CONTEXT_INVALID, OPTIONS_INVALID
   */
  forTenant(context: TenantContext, options?: ClientOptions): TenantClient;
  /**
   * Finds a tenant by its slug.
   *
   * @throws DbError TENANT_UNKNOWN
   */
  resolveTenant(slug: string): Promise<ResolvedTenant>;
  /**
   * Runs `fn` with a client of the admin role: another role, other connections. Each use is written to
   * `core.admin_accesses` first; when that fails, `fn` does not run. What it changes in a tenant's rows is in the tenant's
   * audit, with the access as its request: `admin:<id>`.
   *
   * @throws DbError ADMIN_UNAVAILABLE without an `adminUrl`; OPTIONS_INVALID without actor or reason;
   * ADMIN_ACCESS_ENDED from the client, after `fn` has ended
   */
  asAdmin<T>(
    access: AdminReason,
    fn: (client: AdminClient) => Promise<T>,
    options?: AdminOptions,
  ): Promise<T>;
  /** Does the database answer, and what was migrated? Does not throw when it does not answer. */
  health(): Promise<Health>;
  /** The services' pool at this moment. */
  readonly pool: PoolStats;
  /** The read replicas at this moment. What they lag behind is measured from the first read on. */
  readonly replicas: readonly ReplicaStats[];
  /**
   * Where the primary's log is now. Hand it to another process, which gives it to `forTenant(context, { notBefore })`:
   * its reads see everything that had been committed by now.
   */
  position(): Promise<string>;
  /**
   * Refuses new work with DATABASE_CLOSED, waits for what is running, and closes all connections. What is still running
   * after `timeoutMs` milliseconds (5,000 by default) is ended: statements are cancelled, transactions rolled back. May
   * be called again.
   */
  close(options?: { readonly timeoutMs?: number }): Promise<void>;
}

/**
 * Opens the database for services. Nothing connects before the first query.
 *
 * @throws DbError OPTIONS_INVALID; PRISMA_INCOMPATIBLE when another Prisma or pg is installed than this was made for
 */
export function createDb(options: DbOptions): Db {
  checkOptions(options);
  const max = options.pool?.max ?? (process.env.NODE_ENV === 'production' ? 10 : 5);
  const services = new Endpoint(options.url, options, max);
  const routing = options.replicas && openReplicas(options, options.replicas, max);
  // Keys have a connection of their own, see DataKeys; without encryption it is never opened.
  let keys: Endpoint | undefined;
  const dataKeys = new DataKeys(new MasterKeys(options.masterKey), (tenantId) => {
    keys ??= new Endpoint(options.url, options, 1);
    return keys.client(new Scope({ tenantId }, undefined, { admitted: true }));
  });
  const shared: Services = { dataKeys, cursorSecret: options.cursorSecret, routing };
  const admin = options.adminUrl === undefined ? undefined : new Endpoint(options.adminUrl, options, 2);

  let closing: Promise<unknown> | undefined;
  const closeAll = async (timeoutMs: number) => {
    await Promise.all([services.close(timeoutMs), admin?.close(timeoutMs)]);
    await Promise.all([keys?.close(), routing?.close()]);
  };
  options.metrics?.attach({
    get pools() {
      return poolFigures(services, admin, routing);
    },
    get replicas() {
      return routing?.stats ?? [];
    },
  });

  return {
    forTenant: (context, own) =>
      services.client(new Scope(parseContext(context), shared, own && checkClientOptions(own))),
    resolveTenant: (slug) => resolveTenant(services, slug),
    async asAdmin(access, fn, own = {}) {
      if (!admin) throw new DbError('ADMIN_UNAVAILABLE');
      return await admin.work.run(() => runAsAdmin(admin, access, shared, fn, own));
    },
    health: () => checkHealth(services),
    get pool() {
      return poolStats(services);
    },
    get replicas() {
      return routing?.stats ?? [];
    },
    async position() {
      const [row] = await services.query<{ position: string }>(
        'select pg_current_wal_insert_lsn()::text as position',
      );
      return row?.position ?? '0/0';
    },
    async close({ timeoutMs = DEFAULT_CLOSE_MS } = {}) {
      closing ??= closeAll(timeoutMs);
      await closing;
    },
  };
}

function openReplicas(options: DbOptions, replicas: ReplicaOptions, max: number): ReadRouter {
  const opened = replicas.urls.map(
    (url) => new Replica(url, openPool(url, options, replicas.poolMax ?? max)),
  );
  return new ReadRouter(options.url, opened, replicas, options.applicationName);
}
