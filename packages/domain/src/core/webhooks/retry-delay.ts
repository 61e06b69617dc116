/** How failed deliveries are repeated. */
export interface RetryPolicy {
  /** Attempts at most, the first included; then the delivery is DEAD. */
  readonly maxAttempts: number;
  /** Pause after the first attempt, in milliseconds; it grows fourfold each time. */
  readonly baseDelayMs: number;
  /** Upper bound of a pause, in milliseconds. */
  readonly maxDelayMs: number;
}

/** 10 attempts over about a day: after 5 s, 20 s, 80 s, 5 min, 21 min, 85 min, 6 h, 12 h and 12 h. */
export const DEFAULT_RETRY_POLICY: RetryPolicy = Object.freeze({
  maxAttempts: 10,
  baseDelayMs: 5_000,
  maxDelayMs: 12 * 60 * 60 * 1000,
});

const FACTOR = 4;

/**
 * The pause before the next attempt, in whole milliseconds: exponential, of which a random half is taken off at most
 * ("equal jitter"), so that a receiver that comes back is not met by all at once.
 *
 * @param attempt number of the attempt that failed, from 1
 * @param retryAfterMs what the receiver asked for, in milliseconds; longer than the own pause, it is kept to, up to
 * `maxDelayMs`
 */
export function retryDelay(
  attempt: number,
  policy: RetryPolicy,
  retryAfterMs = 0,
  random: () => number = Math.random,
): number {
  const bound = Math.min(policy.maxDelayMs, policy.baseDelayMs * FACTOR ** (attempt - 1));
  const jittered = bound / 2 + (bound / 2) * random();
  return Math.round(Math.max(jittered, Math.min(retryAfterMs, policy.maxDelayMs)));
}
