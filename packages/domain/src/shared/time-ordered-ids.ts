import { randomBytes } from 'node:crypto';

/** How many ids of one call the counter tells apart. */
const MOST = 4096;

/**
 * Identifiers for rows that are written in one statement and keep their order: version 7 UUIDs of this moment that ascend,
 * by a counter in the 12 bits behind the milliseconds. Those that PostgreSQL makes within a millisecond ascend from 18 on only.
 * @see https://www.rfc-editor.org/rfc/rfc9562#section-6.2 method 1
 */
export function timeOrderedIds(count: number): string[] {
  if (count > MOST) throw new RangeError(`At most ${MOST} identifiers are made at once, not ${count}.`);
  const now = Date.now();
  return Array.from({ length: count }, (_, counter) => {
    const bytes = randomBytes(16);
    bytes.writeUIntBE(now, 0, 6);
    bytes.writeUInt16BE(0x7000 | counter, 6);
    bytes.writeUInt8(0x80 | (bytes.readUInt8(8) & 0x3f), 8);
    const hex = bytes.toString('hex');
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
  });
}
