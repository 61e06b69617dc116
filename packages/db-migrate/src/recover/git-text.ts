import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const LARGEST = 64 * 1024 * 1024;

/** A text that the repository's history holds. */
export interface GitText {
  readonly commit: string;
  readonly text: string;
  /** Of rollback.sql in the same commit. */
  readonly rollback: string | undefined;
  /** It is in the history of what is checked out, not of another branch only. */
  readonly ours: boolean;
}

/**
 * Looks in all branches for the migration's text with a checksum: what was applied, word for word. Undefined where git
 * is not there, knows no such file, or knows it with other texts only.
 */
export async function findInGit(
  project: string,
  name: string,
  checksum: string,
): Promise<GitText | undefined> {
  const file = path.join(project, 'prisma', 'migrations', name, 'migration.sql');
  try {
    const root = (await git(project, ['rev-parse', '--show-toplevel'])).trim();
    const inRepository = path.relative(
      root,
      path.join(await realpath(project), path.relative(project, file)),
    );
    const log = await git(root, ['log', '--all', '--full-history', '--format=%H', '--', inRepository]);
    for (const commit of log.split('\n').filter(Boolean)) {
      const text = await git(root, ['show', `${commit}:${inRepository}`]).catch(() => undefined);
      if (text === undefined || createHash('sha256').update(text).digest('hex') !== checksum) continue;
      const ours = await git(root, ['merge-base', '--is-ancestor', commit, 'HEAD']).then(
        () => true,
        () => false,
      );
      const back = inRepository.replace(/migration\.sql$/, 'rollback.sql');
      const rollback = await git(root, ['show', `${commit}:${back}`]).catch(() => undefined);
      return { commit, text, rollback, ours };
    }
  } catch {
    // No git, or no repository: nothing can be found.
  }
  return undefined;
}

async function git(directory: string, args: readonly string[]): Promise<string> {
  const { stdout } = await run('git', ['-C', directory, ...args], { maxBuffer: LARGEST });
  return stdout;
}
