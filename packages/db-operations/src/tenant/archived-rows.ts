import { createReadStream } from 'node:fs';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { createZstdDecompress, type ZstdDecompress } from 'node:zlib';
import type { Archive, ArchivedTable } from './archive.ts';
import { rewriteRows, unescapeField } from './rewrite.ts';

/** The bytes of a table's rows, in COPY's text format. */
export function openRows(
  { folder }: Archive,
  { file }: ArchivedTable,
): [Readable, ZstdDecompress] | undefined {
  if (file === null) return undefined;
  return [
    createReadStream(path.join(folder, file.name), { highWaterMark: 1 << 18 }),
    createZstdDecompress({ chunkSize: 1 << 20 }),
  ];
}

/** All rows of a small table of an archive, by the names of its columns. */
export async function readRows(archive: Archive, table: string): Promise<Record<string, string | null>[]> {
  const archived = archive.manifest.tables.find(({ name }) => name === table);
  const streams = archived && openRows(archive, archived);
  if (!streams) return [];
  const [file, unzip] = streams;
  file.on('error', (error) => unzip.destroy(error)).pipe(unzip);
  const rows: Record<string, string | null>[] = [];
  for await (const lines of rewriteRows(unzip, new Map())) {
    for (const line of lines.toString('utf8').split('\n').filter(Boolean)) {
      const fields = line.split('\t').map(unescapeField);
      rows.push(Object.fromEntries(archived.columns.map(({ name }, at) => [name, fields[at] ?? null])));
    }
  }
  return rows;
}
