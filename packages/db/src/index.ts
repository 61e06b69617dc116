export type { SoftDeletedModel } from '../generated/models.ts';
export { $Enums, Prisma } from '../generated/prisma/client.ts';
export type { AdminClient, AdminOptions, AdminReason } from './client/admin.ts';
export type { ClientOptions } from './client/client-options.ts';
export { createDb, type Db } from './client/create-db.ts';
export type { Health, PoolStats } from './client/health.ts';
export type { DbOptions, MasterKey, PoolOptions } from './client/options.ts';
export type { ResolvedTenant } from './client/resolve-tenant.ts';
export type { TenantClient, TenantTransaction } from './client/tenant-client.ts';
export {
  decryptField,
  decryptForTenant,
  decryptTextForTenant,
  encryptForTenant,
} from './encryption/encrypt.ts';
export {
  type KeyContext,
  type KeyPurpose,
  type KeyService,
  localKeyService,
} from './encryption/key-service.ts';
export { type ReencryptOptions, type ReencryptReport, reencrypt } from './encryption/rotation/reencrypt.ts';
export { rewrapKeys, rotateDataKey } from './encryption/rotation/rotate-keys.ts';
export type { DbErrorCode } from './errors/codes.ts';
export { DbError, type DbErrorDetails } from './errors/db-error.ts';
export { type RetryOptions, withRetry } from './errors/retry.ts';
export { toDbError } from './errors/to-db-error.ts';
export { findPlanProblems, type PlanBounds } from './observability/plan-problems.ts';
export type { QueryPlan } from './observability/query-plan.ts';
export type { SlowStatement, SlowStatementOptions } from './observability/slow-statements.ts';
export type { Span, Tracer } from './observability/tracer.ts';
export type { ClientStats, ManyOperations, ManyOperationsOptions } from './observability/usage.ts';
export type { DbMetrics, MetricsSource, OperationEvent, PoolFigures } from './observability/watch.ts';
export { type FindPageArgs, type FoundPage, findPage } from './pagination/find-page.ts';
export type { OrderField } from './pagination/order.ts';
export {
  type Fragment,
  type Page,
  type PageOptions,
  type PageQuery,
  paginate,
} from './pagination/paginate.ts';
export type { ReplicaOptions } from './replicas/options.ts';
export type { ReplicaStats } from './replicas/replica.ts';
export { PERMISSIONS, type PermissionKey } from './seeds/permissions.ts';
export { purge, restore, type WhereOf } from './soft-delete/restore.ts';
export { withDeleted } from './soft-delete/with-deleted.ts';
export type { CustomerTier, TenantContext } from './tenant/context.ts';
export type { ContextConnection, ContextPool, PoolQuery, PoolResult } from './tenant/context-pool.ts';
export { contextSettings, SETTING_NAMES } from './tenant/settings.ts';
export type {
  BatchOptions,
  IsolationLevel,
  TransactionOptions,
  TransactionRetry,
} from './transactions/options.ts';
