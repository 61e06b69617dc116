import { execFile } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { chown, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Account } from './account.ts';
import type { Binaries } from './binaries.ts';
import { PostgresError } from './errors.ts';
import { exists, type ServerFolder } from './folder.ts';
import { serverEnvironment } from './settings.ts';

export const SUPERUSER = 'postgres';

export interface InitializeOptions {
  folder: ServerFolder;
  binaries: Binaries;
  account: Account | undefined;
  dataDirectory: string;
}

/**
 * Makes a new cluster: UTF-8, code-point order, scram passwords, a random superuser password in a file that only
 * its owner can read. It appears under its name only when complete.
 *
 * @throws PostgresError START_FAILED with what initdb said
 */
export async function initializeData(options: InitializeOptions): Promise<void> {
  const { folder, account, dataDirectory } = options;
  const password = (await readPassword(folder)) ?? (await makePassword(folder));
  await removeInterrupted(dirname(dataDirectory));
  const suffix = randomUUID();
  const staging = join(dirname(dataDirectory), `new-${suffix}`);
  const passwordFile = join(dirname(dataDirectory), `password-${suffix}`);
  try {
    // initdb runs as the server's account, which must not read our own copy for longer than this.
    await writeFile(passwordFile, password, { mode: 0o600, flag: 'wx' });
    await mkdir(staging, { mode: 0o700 });
    if (account !== undefined) {
      await chown(passwordFile, account.uid, account.gid);
      await chown(staging, account.uid, account.gid);
    }
    await initdbInSomeLocale(options, staging, passwordFile);
    await rename(staging, dataDirectory);
  } finally {
    await rm(passwordFile, { force: true });
    await rm(staging, { recursive: true, force: true });
  }
}

/** What an initdb left that was killed half-way. */
async function removeInterrupted(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    if (/^(new|password)-[0-9a-f-]{36}$/.test(name))
      await rm(join(parent, name), { recursive: true, force: true });
  }
}

/** @throws PostgresError DATA_UNUSABLE when the data is there and its password is not */
export async function requirePassword(folder: ServerFolder): Promise<string> {
  const password = await readPassword(folder);
  if (password !== undefined) return password;
  throw new PostgresError(
    'DATA_UNUSABLE',
    `${folder.password} is missing, and without it nobody can log in to the data. Restore it, or reset the server.`,
  );
}

async function readPassword(folder: ServerFolder): Promise<string | undefined> {
  if (!(await exists(folder.password))) return undefined;
  return (await readFile(folder.password, 'utf8')).trim() || undefined;
}

async function makePassword(folder: ServerFolder): Promise<string> {
  const password = randomBytes(24).toString('base64url');
  const next = `${folder.password}.${process.pid}.new`;
  await rm(next, { force: true });
  await writeFile(next, `${password}\n`, { mode: 0o600, flag: 'wx' });
  await rename(next, folder.password);
  return password;
}

/** The same order and case rules on every machine, as far as the version can. */
function localeChoices(major: number): string[][] {
  if (major >= 17) return [['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C']];
  // Before 17 the system's C.UTF-8 is the same thing, where there is one; C knows only the case of ASCII.
  return [['--locale=C.UTF-8', '--lc-messages=C'], ['--locale=C']];
}

async function initdbInSomeLocale(
  options: InitializeOptions,
  staging: string,
  passwordFile: string,
): Promise<void> {
  const choices = localeChoices(options.folder.major);
  for (const [index, locale] of choices.entries()) {
    try {
      return await runInitdb(options, staging, passwordFile, locale);
    } catch (error) {
      const another = index + 1 < choices.length && error instanceof Error && /locale/.test(error.message);
      if (!another) throw error;
    }
  }
}

async function runInitdb(
  { binaries, account, folder }: InitializeOptions,
  staging: string,
  passwordFile: string,
  locale: string[],
): Promise<void> {
  const args = [
    ...['-D', staging, `--username=${SUPERUSER}`, `--pwfile=${passwordFile}`, '--auth=scram-sha-256'],
    ...['--encoding=UTF8', ...locale, '--no-sync', '--no-instructions'],
  ];
  const settings = { ...account, cwd: '/', env: serverEnvironment(), timeout: 120_000 };
  await new Promise<void>((resolve, reject) => {
    execFile(binaries.initdb, args, settings, (error, _stdout, stderr) => {
      if (error === null) return resolve();
      const said = stderr.trim() || error.message;
      const message = `PostgreSQL ${folder.major} could not set up its data in ${folder.home}: ${said}`;
      reject(new PostgresError('START_FAILED', message, { cause: error }));
    });
  });
}
