export type { Role } from '@org/db-migrate';
export { DbTestingError, type DbTestingErrorCode } from './errors.ts';
export type { GlobalSetupOptions } from './global-setup.ts';
export { type Pooler, type PoolerHandle, type PoolerOptions, startPooler } from './pooler/pgbouncer.ts';
export { createPreparedDatabase, type Preparation, type PreparedDatabase } from './prepared-database.ts';
export { type RunHandle, runPooler } from './run/handle.ts';
export { type RunOptions, startRun, type TestRun } from './run/start-run.ts';
export { createTestDatabase, type TestDatabase, type TestDatabaseOptions } from './test-database.ts';
