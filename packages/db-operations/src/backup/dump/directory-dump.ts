import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { OperationsError } from '../../errors.ts';
import { type Compression, compressing } from '../format.ts';
import type { BackupSource } from '../source.ts';
import { type Place, writeArchive } from './archive.ts';
import { contents, rowsAndEnd } from './archive-dump.ts';

export const CONTENTS = 'toc.dat';

/**
 * Writes a dump in pg_dump's directory format: a file with the rows of each table, beside a table of contents. It gets its name when it
 * is whole and on disk.
 *
 * @throws OperationsError ARCHIVE_EXISTS when the folder holds something
 */
export async function writeDirectory(
  folder: string,
  source: BackupSource,
  compression: Compression,
): Promise<void> {
  if ((await readdir(folder).catch(() => [])).length > 0) {
    throw new OperationsError('ARCHIVE_EXISTS', `${folder} is not empty. Name another folder.`);
  }
  const draft = `${folder}.${randomBytes(6).toString('hex')}.unfinished`;
  await mkdir(draft, { mode: 0o700 });
  try {
    const { archive, idOf } = await contents(source);
    const places = new Map<number, Place>();
    for await (const { name, rows } of source.rows()) {
      const id = idOf.get(name) ?? 0;
      const file = `${id}.dat`;
      places.set(id, { file });
      const target = path.join(draft, compression === 'gzip' ? `${file}.gz` : file);
      await pipeline([
        Readable.from(rowsAndEnd(rows)),
        ...compressing(compression),
        createWriteStream(target, { flush: true, mode: 0o600 }),
      ]);
    }
    const bytes = writeArchive(archive, 'directory', compression !== 'none', places);
    await writeFile(path.join(draft, CONTENTS), bytes, { flush: true, mode: 0o600 });
    await rename(draft, folder);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}
