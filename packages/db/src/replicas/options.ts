import * as z from 'zod';

/** Physical standbys (streaming replication) of the database of `url`, for reads. */
export interface ReplicaOptions {
  /** Connection strings of the services' role, one for each replica. */
  readonly urls: readonly string[];
  /** Reads may be so much older than the primary, in milliseconds. 5,000 by default. */
  readonly maxLagMs?: number;
  /** Pause between two measurements, in milliseconds: a part of the lag. 500 by default; less than `maxLagMs`. */
  readonly checkIntervalMs?: number;
  /** Connections at most, for each replica. That of the primary by default. */
  readonly poolMax?: number;
}

export const DEFAULT_MAX_LAG_MS = 5_000;
export const DEFAULT_CHECK_INTERVAL_MS = 500;

/** The part of the options' schema; `url` checks a connection string. */
export function replicaSchema(url: z.ZodType<string>) {
  return z
    .strictObject({
      urls: z.array(url).min(1).max(32),
      maxLagMs: z.int().min(10).max(86_400_000).optional(),
      checkIntervalMs: z.int().min(5).max(3_600_000).optional(),
      poolMax: z.int().min(1).max(1000).optional(),
    })
    .refine(
      ({ maxLagMs = DEFAULT_MAX_LAG_MS, checkIntervalMs = DEFAULT_CHECK_INTERVAL_MS }) =>
        checkIntervalMs < maxLagMs,
      { path: ['checkIntervalMs'], error: 'must be less than maxLagMs' },
    );
}
