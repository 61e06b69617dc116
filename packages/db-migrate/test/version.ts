import type { PostgresMajor } from '@org/postgres';

/** The version of PostgreSQL that these tests start: the newest, or that of TEST_POSTGRES_VERSION (`15`, `16`, `17`). */
export const VERSION = Number(process.env.TEST_POSTGRES_VERSION ?? '18') as PostgresMajor;
