const NEWLINE = 10;
// FNV-1a of 32 bits, twice: with its own offset and prime, and with others. http://www.isthe.com/chongo/tech/comp/fnv/
const OFFSET_1 = 0x811c9dc5 | 0;
const PRIME_1 = 0x01000193;
const OFFSET_2 = 0x9e3779b9 | 0;
const PRIME_2 = 0x85ebca6b | 0;

/**
 * Counts rows of COPY's text format and sums a 64-bit hash of each, so that two sets of rows can be compared in whatever order they
 * come. It finds accidents: lost, doubled and changed rows. Against forgery there is the files' SHA-256.
 */
export class RowDigest {
  rows = 0;
  #sum1 = 0;
  #sum2 = 0;
  #hash1 = OFFSET_1;
  #hash2 = OFFSET_2;

  /** Takes the next bytes; a row may lie across two of them. */
  update(bytes: Uint8Array): void {
    let hash1 = this.#hash1;
    let hash2 = this.#hash2;
    const { length } = bytes;
    for (let at = 0; at < length; at++) {
      const byte = bytes[at] as number;
      if (byte === NEWLINE) {
        this.rows++;
        this.#sum1 = (this.#sum1 + mix(hash1 ^ (hash2 >>> 15))) | 0;
        this.#sum2 = (this.#sum2 + mix(hash2 ^ (hash1 >>> 13))) | 0;
        hash1 = OFFSET_1;
        hash2 = OFFSET_2;
      } else {
        hash1 = Math.imul(hash1 ^ byte, PRIME_1);
        hash2 = Math.imul(hash2 ^ byte, PRIME_2);
      }
    }
    this.#hash1 = hash1;
    this.#hash2 = hash2;
  }

  /** The sum, as 16 hexadecimal digits. */
  get sum(): string {
    return [this.#sum1, this.#sum2].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('');
  }
}

/** Spreads each bit over all others (finalizer of MurmurHash3), as sums of plain FNV hashes would not. */
function mix(hash: number): number {
  let h = hash;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
