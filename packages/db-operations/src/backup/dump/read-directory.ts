import { access, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { BackupProof } from '../proof.ts';
import { damaged } from '../seal.ts';
import { readArchive } from './archive.ts';
import { CONTENTS } from './directory-dump.ts';
import { proofIn } from './read-custom.ts';

/** How a file of rows may end, by its compression. */
const ENDINGS = ['', '.gz', '.lz4', '.zst'];

/**
 * Reads the table of contents of a folder in pg_dump's directory format, and whether the files that it names are there.
 *
 * @returns its proof; undefined when orgdb did not write it
 * @throws OperationsError BACKUP_DAMAGED; what is wrong with the rows, pg_restore finds
 */
export async function readDirectory(folder: string): Promise<BackupProof | undefined> {
  const found = readContents(folder, await readFile(path.join(folder, CONTENTS)));
  for (const file of found?.files ?? []) {
    const there = await Promise.allSettled(ENDINGS.map((ending) => access(path.join(folder, file + ending))));
    if (there.every(({ status }) => status === 'rejected')) throw damaged(path.join(folder, file));
  }
  return found && proofIn(found.archive);
}

function readContents(folder: string, bytes: Buffer): ReturnType<typeof readArchive> {
  try {
    return readArchive(bytes);
  } catch (cause) {
    throw damaged(folder, cause);
  }
}
