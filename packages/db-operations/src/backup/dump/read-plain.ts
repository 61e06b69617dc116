import { type BackupProof, DumpTail, readProofComment } from '../proof.ts';
import { damaged } from '../seal.ts';
import { COMPLETE, HEADER, OURS } from './plain.ts';

/** Of a dump, what tells who wrote it. */
const HEADER_LENGTH = 512;
/** Behind the last statement pg_dump says that it is complete. */
const END_LENGTH = 512;

/**
 * Reads a plain dump from end to end.
 *
 * @returns its proof; undefined when orgdb did not write it
 * @throws OperationsError BACKUP_DAMAGED
 */
export async function readPlain(
  file: string,
  chunks: AsyncIterable<Buffer>,
): Promise<BackupProof | undefined> {
  const tail = new DumpTail();
  let start = '';
  for await (const chunk of chunks) {
    if (start.length < HEADER_LENGTH) start += chunk.toString('latin1', 0, HEADER_LENGTH);
    tail.add(chunk);
  }
  const { text } = tail;
  if (!start.includes(OURS)) {
    if (start.startsWith(HEADER) && !text.slice(-END_LENGTH).includes(COMPLETE)) throw damaged(file);
    return undefined;
  }
  const proof = tail.isGenuine() ? readProofComment(text) : undefined;
  if (proof === undefined) throw damaged(file);
  return proof;
}
