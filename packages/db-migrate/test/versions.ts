import type { PostgresMajor } from '@org/postgres';

/**
 * The versions of PostgreSQL that tests about its locks run on: the oldest and the newest, or those of TEST_POSTGRES_VERSIONS
 * (`15,16,17,18`).
 */
export const VERSIONS: readonly PostgresMajor[] = (process.env.TEST_POSTGRES_VERSIONS ?? '15,18')
  .split(',')
  .map((text) => Number(text) as PostgresMajor);
