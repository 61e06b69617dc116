import path from 'node:path';
import { DEFAULT_RETENTION, type RetentionPolicy } from '@org/db-operations/basics';
import * as z from 'zod';
import { CliError } from './errors.ts';

/** Everything that this program reads from the environment. An empty variable counts as unset. */
export interface Environment {
  /** The services' role, perhaps through a pooler. */
  databaseUrl: string | undefined;
  /** The migrating role, straight to the server. */
  directUrl: string | undefined;
  adminUrl: string | undefined;
  workerUrl: string | undefined;
  /** Of the api. */
  port: number;
  production: boolean;
  masterKey: string | undefined;
  tokenSecret: string | undefined;
  /** Encrypts backups; 32 bytes in base64. */
  backupKey: string | undefined;
  /** Signs certificates of erasures. */
  signingKey: string | undefined;
  /** A command that makes a backup before a database is changed. */
  backupCommand: string | undefined;
  /** Command line that is told of the end of a deploy. */
  notifyCommand: string | undefined;
  /** How long the worker keeps data, as far as it is said here. */
  retention: RetentionPolicy;
  /** Folder of the local server, absolute. */
  home: string;
  /** Folder with the schema and the migrations, absolute; undefined means that of @org/db. */
  project: string | undefined;
  /** Folder with `api/dist/main.js` and `worker/dist/main.js`, absolute. */
  apps: string;
}

const text = z
  .string()
  .trim()
  .optional()
  .transform((value) => value || undefined);
const url = text.refine(
  (value) => value === undefined || (/^postgres(ql)?:\/\//.test(value) && URL.canParse(value)),
  { error: 'must be of the form postgresql://user:password@host:port/database' },
);
const port = text
  .transform((value) => (value === undefined ? 3000 : Number(value)))
  .pipe(
    z
      .int({ error: 'must be a number from 1 to 65535' })
      .min(1, 'must be from 1 to 65535')
      .max(65_535, 'must be from 1 to 65535'),
  );

const whole = (most: number, byDefault: number) =>
  text
    .transform((value) => (value === undefined ? byDefault : Number(value)))
    .pipe(z.int(`must be a whole number from 1 to ${most}`).min(1).max(most));

const schema = z.object({
  DATABASE_URL: url,
  DIRECT_URL: url,
  ADMIN_DATABASE_URL: url,
  WORKER_DATABASE_URL: url,
  PORT: port,
  NODE_ENV: text,
  ORG_MASTER_KEY: text,
  ORG_TOKEN_SECRET: text,
  ORG_BACKUP_KEY: text,
  ORG_SIGNING_KEY: text,
  ORGDB_BACKUP_COMMAND: text,
  ORGDB_NOTIFY_COMMAND: text,
  WEBHOOK_KEEP_DAYS: whole(3_650, DEFAULT_RETENTION.webhookDays),
  TRACKS_ARCHIVE_MONTHS: whole(1_200, DEFAULT_RETENTION.tracksArchiveMonths),
  TRACKS_DROP_MONTHS: whole(1_200, DEFAULT_RETENTION.tracksDropMonths),
  ORGDB_HOME: text,
  ORGDB_PROJECT: text,
  ORGDB_APPS: text,
});

/**
 * Reads the environment, once, at the start of a command.
 *
 * @param workspace root of the checkout, for the default of ORGDB_HOME
 * @throws CliError ENVIRONMENT_INVALID, which names all variables that are wrong, and never their values
 */
export function readEnvironment(workspace: string, variables: NodeJS.ProcessEnv = process.env): Environment {
  const parsed = schema.safeParse(variables);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
    throw new CliError('ENVIRONMENT_INVALID', `The environment is not usable: ${problems.join('; ')}.`);
  }
  const found = parsed.data;
  return {
    databaseUrl: found.DATABASE_URL,
    directUrl: found.DIRECT_URL,
    adminUrl: found.ADMIN_DATABASE_URL,
    workerUrl: found.WORKER_DATABASE_URL,
    port: found.PORT,
    production: found.NODE_ENV === 'production',
    masterKey: found.ORG_MASTER_KEY,
    tokenSecret: found.ORG_TOKEN_SECRET,
    backupKey: found.ORG_BACKUP_KEY,
    signingKey: found.ORG_SIGNING_KEY,
    backupCommand: found.ORGDB_BACKUP_COMMAND,
    notifyCommand: found.ORGDB_NOTIFY_COMMAND,
    retention: {
      webhookDays: found.WEBHOOK_KEEP_DAYS,
      tracksArchiveMonths: found.TRACKS_ARCHIVE_MONTHS,
      tracksDropMonths: found.TRACKS_DROP_MONTHS,
    },
    home: path.resolve(found.ORGDB_HOME ?? path.join(workspace, '.pg')),
    project: found.ORGDB_PROJECT === undefined ? undefined : path.resolve(found.ORGDB_PROJECT),
    apps: path.resolve(found.ORGDB_APPS ?? path.join(workspace, 'apps')),
  };
}

/** Whether the user wants to see where an unexpected error came from. */
export function wantsDebug(): boolean {
  return Boolean(process.env.ORGDB_DEBUG);
}
