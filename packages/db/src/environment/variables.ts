/**
 * What the environment of a program that uses the database looks like, as parts of its own zod schema. Each reads text,
 * and its message says what the variable must be, never what it is.
 */
import * as z from 'zod';
import type { MasterKey } from '../client/options.ts';
import { parseMasterKeys } from './master-keys.ts';

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;

/** A connection string; `missing` is the message when there is none. */
export function postgresUrl(missing = 'is missing') {
  return z.string(missing).refine((value) => /^postgres(ql)?:\/\//.test(value) && URL.canParse(value), {
    error: 'must be of the form postgresql://user:password@host:port/database',
  });
}

/** Connection strings with commas between them; none by default. */
export function postgresUrls() {
  return z
    .string()
    .optional()
    .transform((value) => (value === undefined ? [] : value.split(',').map((url) => url.trim())))
    .refine((urls) => urls.every((url) => postgresUrl().safeParse(url).success), {
      error:
        'must be of the form postgresql://user:password@host:port/database, several with commas between them',
    });
}

/** A whole number within bounds, which are at most 999,999,999. */
export function wholeNumber(min: number, max: number, fallback: number) {
  return z
    .string()
    .default(String(fallback))
    .refine((value) => /^\d{1,9}$/.test(value) && Number(value) >= min && Number(value) <= max, {
      error: `must be a whole number from ${min} to ${max}`,
    })
    .transform(Number);
}

/** NODE_ENV, `development` by default. */
export function nodeEnvironment() {
  return z
    .enum(['development', 'test', 'production'], 'must be development, test or production')
    .default('development');
}

/** LOG_LEVEL, `info` by default. */
export function logLevel() {
  return z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`).default('info');
}

/** ORG_MASTER_KEY as `createDb` takes it; none by default. */
export function masterKeys() {
  return z
    .string()
    .optional()
    .transform((value, context): readonly MasterKey[] => {
      if (value === undefined) return [];
      const keys = parseMasterKeys(value);
      if (keys) return keys;
      context.addIssue({
        code: 'custom',
        message: 'must be 32 bytes in base64, or several as `id:key,id:key`',
      });
      return z.NEVER;
    });
}

/** The variables that are set: an empty one counts as unset. */
export function setVariables(variables: NodeJS.ProcessEnv): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
}
