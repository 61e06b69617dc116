import { type BackupProof, readProofComment } from '../proof.ts';
import { damaged } from '../seal.ts';
import { type Archive, readArchive } from './archive.ts';
import { PROOF_TAG } from './archive-dump.ts';

/**
 * Reads an archive of pg_dump's custom format from end to end.
 *
 * @returns its proof; undefined when orgdb did not write it
 * @throws OperationsError BACKUP_DAMAGED when it was cut off; what else is wrong with the rows, pg_restore finds
 */
export async function readCustom(
  file: string,
  chunks: AsyncIterable<Buffer>,
): Promise<BackupProof | undefined> {
  const read = reader(chunks);
  const archive = await readContents(file, read);
  const proof = archive && proofIn(archive);
  if (archive === undefined || proof === undefined) {
    // To its end all the same: what is encrypted is genuine only then.
    do read.skip(read.held.length);
    while (await read.more());
    return undefined;
  }
  for (const { hasData } of archive.entries) if (hasData && !(await skipBlock(read))) throw damaged(file);
  if (read.held.length > 0 || (await read.more())) throw damaged(file);
  return proof;
}

/** The proof in a table of contents. */
export function proofIn({ entries }: Archive): BackupProof | undefined {
  const definition = entries.find(({ kind, tag }) => kind === 'COMMENT' && tag === PROOF_TAG)?.definition;
  return definition == null ? undefined : readProofComment(definition);
}

async function readContents(file: string, read: Reader): Promise<Archive | undefined> {
  for (;;) {
    try {
      const found = readArchive(read.held);
      if (found === undefined) return undefined;
      read.skip(found.length);
      return found.archive;
    } catch (cause) {
      if (!(cause instanceof RangeError)) throw cause;
      if (!(await read.more())) throw damaged(file, cause);
    }
  }
}

/** A block of rows: a byte, its entry's id, and pieces of which the last is empty. */
async function skipBlock(read: Reader): Promise<boolean> {
  if (!(await read.fill(6))) return false;
  read.skip(6);
  for (;;) {
    if (!(await read.fill(5))) return false;
    const length = read.held.readUInt32LE(1);
    if (!(await read.fill(5 + length))) return false;
    read.skip(5 + length);
    if (length === 0) return true;
  }
}

interface Reader {
  readonly held: Buffer;
  more(): Promise<boolean>;
  /** Whether so many bytes are held. */
  fill(size: number): Promise<boolean>;
  skip(size: number): void;
}

function reader(source: AsyncIterable<Buffer>): Reader {
  const chunks = source[Symbol.asyncIterator]();
  let held: Buffer = Buffer.alloc(0);
  const more = async () => {
    const { value, done } = await chunks.next();
    if (!done) held = held.length === 0 ? value : Buffer.concat([held, value]);
    return !done;
  };
  return {
    get held() {
      return held;
    },
    more,
    async fill(size) {
      while (held.length < size) if (!(await more())) return false;
      return true;
    },
    skip(size) {
      held = held.subarray(size);
    },
  };
}
