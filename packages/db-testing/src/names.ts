import { randomBytes } from 'node:crypto';

/** The database that runs on one server meet in: it holds the roles' passwords, and the locks are taken there. */
export const SETTINGS_DATABASE = 'org_test_settings';

/** Eight hexadecimal digits. */
export function newRunId(): string {
  return randomBytes(4).toString('hex');
}

/** What the name of every database of a run begins with. */
export function runPrefix(runId: string): string {
  return `org_test_${runId}_`;
}

export function newDatabaseName(runId: string): string {
  return runPrefix(runId) + randomBytes(5).toString('hex');
}

/** Of the database that a run keeps for a preparation. @param hash hexadecimal digits */
export function preparedName(runId: string, hash: string): string {
  return `${runPrefix(runId)}prepared_${hash.slice(0, 16)}`;
}

export function templateName(hash: string): string {
  return `org_template_${hash}`;
}

/** The run that a database belongs to, or undefined when it is no test's. */
export function runIdOf(database: string): string | undefined {
  return /^org_test_([0-9a-f]{8})_/.exec(database)?.[1];
}

/** The hash that a template was made for, or undefined when the database is no template of ours. */
export function templateHashOf(database: string): string | undefined {
  return /^org_template_([0-9a-f]{16})$/.exec(database)?.[1];
}
