import { chmod, lstat, mkdir } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { isRoot } from './account.ts';
import { PostgresError } from './errors.ts';

/**
 * Where binaries are kept that are not installed beside this package (65 MB a version).
 * As root a folder that every account may read; else the user's own cache.
 */
export async function cacheFolder(): Promise<string> {
  if (isRoot()) return ownFolder(['/var/cache/org-postgres', '/var/tmp/org-postgres-cache'], 0o755);
  const caches =
    process.platform === 'darwin'
      ? join(homedir(), 'Library', 'Caches')
      : process.env.XDG_CACHE_HOME || join(homedir(), '.cache');
  return ownFolder(
    [join(caches, 'org-postgres'), join(tmpdir(), `org-postgres-${process.getuid?.()}`)],
    0o700,
  );
}

const OUTSIDE = ['/var/lib/org-postgres', '/var/tmp/org-postgres-data'];

/** Root only: where data lives that the server's account could not reach inside the checkout. */
export async function outsideDataFolder(): Promise<string> {
  return ownFolder(OUTSIDE, 0o711);
}

/** Whether the folder is one that `outsideDataFolder` may have answered. */
export function isOutsideDataFolder(folder: string): boolean {
  return OUTSIDE.includes(folder);
}

/** The first of the folders that can be made and that nobody else can write to or has put there. */
async function ownFolder(candidates: readonly string[], mode: number): Promise<string> {
  const reasons: unknown[] = [];
  for (const folder of candidates) {
    try {
      await mkdir(folder, { recursive: true, mode });
      await assertOurs(folder);
      // Whatever the umask was.
      await chmod(folder, mode);
      return folder;
    } catch (error) {
      reasons.push(error);
    }
  }
  throw new PostgresError(
    'DIRECTORY_UNUSABLE',
    `None of the folders ${candidates.join(', ')} can be used: ${reasons.map(reasonOf).join('; ')}.`,
    { cause: reasons[0] },
  );
}

async function assertOurs(folder: string): Promise<void> {
  // lstat: in a folder such as /var/tmp anybody could have put a link there first.
  const found = await lstat(folder);
  if (!found.isDirectory()) throw new Error(`${folder} is no folder`);
  if (found.uid !== process.getuid?.()) throw new Error(`${folder} belongs to another user`);
  if ((found.mode & 0o022) !== 0) throw new Error(`${folder} can be written by others`);
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
