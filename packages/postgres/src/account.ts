import { spawn } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { PostgresError } from './errors.ts';

/** The operating system account that the server runs as, when it is not this process's own. */
export interface Account {
  uid: number;
  gid: number;
}

/** PostgreSQL refuses to run as root; these accounts exist on most systems and own nothing of value. */
const CANDIDATES = ['postgres', '_postgres', 'nobody'];

export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/**
 * The account for the server: undefined (this process's own) unless this process is root; then the owner of the
 * data folder if there is one already, else the first of a few well-known unprivileged accounts.
 *
 * @throws PostgresError NO_UNPRIVILEGED_USER
 */
export async function serverAccount(dataDirectory: string | undefined): Promise<Account | undefined> {
  if (!isRoot()) {
    requireNamedUser();
    return undefined;
  }
  if (dataDirectory !== undefined) {
    const { uid, gid } = await stat(dataDirectory);
    if (uid !== 0) return { uid, gid };
  }
  const accounts = parsePasswd(await readFile('/etc/passwd', 'utf8').catch(() => ''));
  for (const name of CANDIDATES) {
    const account = accounts.get(name);
    if (account !== undefined && account.uid !== 0) return account;
  }
  throw new PostgresError(
    'NO_UNPRIVILEGED_USER',
    `PostgreSQL refuses to run as root, and /etc/passwd has none of the accounts ${CANDIDATES.join(', ')}. Create one (useradd --system postgres), or run this as another user.`,
  );
}

/** Whether the account can enter the folder and read it, asked of the system itself: mode bits are not all. */
export async function canEnter(account: Account, folder: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const child = spawn('/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder], {
      ...account,
      cwd: '/',
      env: {},
      stdio: 'ignore',
    });
    child.once('error', (cause) =>
      reject(
        new PostgresError(
          'NO_UNPRIVILEGED_USER',
          `PostgreSQL refuses to run as root, and this process may not switch to user ${account.uid} (a container without that right?). Run it as another user.`,
          { cause },
        ),
      ),
    );
    child.once('close', (code) => resolve(code === 0));
  });
}

function requireNamedUser(): void {
  try {
    userInfo();
  } catch (cause) {
    throw new PostgresError(
      'NO_UNPRIVILEGED_USER',
      `User ${process.getuid?.()} has no entry in /etc/passwd, and PostgreSQL cannot set up its data without one. Add an entry, or run this as a user that has one.`,
      { cause },
    );
  }
}

function parsePasswd(text: string): Map<string, Account> {
  const accounts = new Map<string, Account>();
  for (const line of text.split('\n')) {
    const [name, , uid, gid] = line.split(':');
    if (name !== undefined && uid !== undefined && gid !== undefined) {
      accounts.set(name, { uid: Number(uid), gid: Number(gid) });
    }
  }
  return accounts;
}
