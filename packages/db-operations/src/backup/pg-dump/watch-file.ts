const SEEK_POSITION_ARGUMENT = -1;
const IOVEC = 8;

type Call = (...args: (number | bigint)[]) => number;

/** What is used here of the host's interface; its types come with those of browsers. */
interface Imports {
  readonly env: { readonly memory: { readonly buffer: ArrayBuffer } };
  readonly wasi_snapshot_preview1: Readonly<Record<string, Call>>;
}
interface Host {
  instantiate(binary: unknown, imports: Imports): Promise<unknown>;
}

/**
 * Sees what a WebAssembly program writes into a file, where it asks its host for that. Of a file that is not text nothing else tells it:
 * PGlite's pg_dump answers its output as text.
 *
 * @param magic how the file begins
 * @returns the file as it was written so far
 * @see https://github.com/WebAssembly/WASI/blob/main/legacy/preview1/docs.md fd_write, fd_seek
 */
export function watchFile(magic: string): () => Buffer {
  let file: Buffer = Buffer.alloc(1 << 20);
  let size = 0;
  let position = 0;
  let descriptor: number | undefined;
  const write = (bytes: Buffer) => {
    while (position + bytes.length > file.length) file = Buffer.concat([file, Buffer.alloc(file.length)]);
    bytes.copy(file, position);
    position += bytes.length;
    size = Math.max(size, position);
  };
  const host = (globalThis as unknown as { WebAssembly: Host }).WebAssembly;
  const instantiate = host.instantiate.bind(host);
  host.instantiate = (binary, imports) => {
    const { memory } = imports.env;
    const { fd_write: fdWrite, fd_seek: fdSeek } = imports.wasi_snapshot_preview1;
    const own = {
      fd_write(...args: (number | bigint)[]) {
        const [to = -1, vectors = 0, count = 0] = args.map(Number);
        const view = new DataView(memory.buffer);
        const parts = Array.from({ length: count }, (_, i) => {
          const at = view.getUint32(vectors + i * IOVEC, true);
          return Buffer.from(memory.buffer, at, view.getUint32(vectors + i * IOVEC + 4, true));
        });
        const bytes = Buffer.concat(parts);
        if (bytes.subarray(0, magic.length).toString('latin1') === magic) descriptor ??= to;
        if (to === descriptor) write(bytes);
        return fdWrite?.(...args) ?? 0;
      },
      fd_seek(...args: (number | bigint)[]) {
        const answer = fdSeek?.(...args);
        const result = Number(args.at(SEEK_POSITION_ARGUMENT));
        if (args[0] === descriptor) position = Number(new DataView(memory.buffer).getBigUint64(result, true));
        return answer ?? 0;
      },
    };
    return instantiate(binary, {
      ...imports,
      wasi_snapshot_preview1: { ...imports.wasi_snapshot_preview1, ...own },
    });
  };
  return () => file.subarray(0, size);
}
