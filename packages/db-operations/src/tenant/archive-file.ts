import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { constants, createZstdCompress } from 'node:zlib';
import type { ArchivedTable } from './archive.ts';

type File = NonNullable<ArchivedTable['file']>;

/** A file of an archive: compressed as it is written, on disk when it is closed. */
export class ArchiveFile {
  readonly #name: string;
  readonly #hash = createHash('sha256');
  // The fastest level: the next ones take longer than PostgreSQL needs to give the rows.
  readonly #compress = createZstdCompress({
    chunkSize: 1 << 18,
    params: { [constants.ZSTD_c_compressionLevel]: 1, [constants.ZSTD_c_checksumFlag]: 1 },
  });
  readonly #written: Promise<void>;
  #bytes = 0;

  constructor(folder: string, name: string) {
    this.#name = name;
    const count = (chunk: Buffer) => {
      this.#hash.update(chunk);
      this.#bytes += chunk.length;
      return chunk;
    };
    this.#written = pipeline(
      this.#compress,
      async function* (source: AsyncIterable<Buffer>) {
        for await (const chunk of source) yield count(chunk);
      },
      createWriteStream(path.join(folder, name), { flush: true, mode: 0o600, highWaterMark: 1 << 20 }),
    );
    // Whoever writes or closes is told.
    this.#written.catch(() => undefined);
  }

  /** Resolves when more may come. */
  async write(bytes: Buffer): Promise<void> {
    if (!this.#compress.write(bytes)) await Promise.race([once(this.#compress, 'drain'), this.#written]);
  }

  async close(): Promise<File> {
    this.#compress.end();
    await this.#written;
    return { name: this.#name, bytes: this.#bytes, sha256: this.#hash.digest('hex') };
  }

  /** Gives up; the file is left as it is. */
  abandon(): void {
    this.#compress.destroy();
  }
}
