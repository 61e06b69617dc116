const NEWLINE = 10;
// Odd constants with bits well spread: the primes of xxHash32. https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md
const PRIME_1 = 0x9e3779b1 | 0;
const PRIME_2 = 0x85ebca77 | 0;
const PRIME_3 = 0xc2b2ae3d | 0;

/**
 * Counts rows of COPY's text format and sums a 64-bit hash of each, so that two sets of rows can be compared in whatever order they
 * come. It finds accidents: lost, doubled and changed rows. Against forgery there is the files' SHA-256.
 */
export class RowDigest {
  rows = 0;
  #sum1 = 0;
  #sum2 = 0;
  /** The beginning of a row whose end has not come. */
  #rest: Buffer | undefined;

  /** Takes the next bytes; a row may lie across several of them. */
  update(bytes: Buffer): void {
    let from = 0;
    if (this.#rest) {
      const end = bytes.indexOf(NEWLINE);
      const row = Buffer.concat([this.#rest, end < 0 ? bytes : bytes.subarray(0, end)]);
      this.#rest = row;
      if (end < 0) return;
      this.#rest = undefined;
      this.#add(new DataView(row.buffer, row.byteOffset, row.length), 0, row.length);
      from = end + 1;
    }
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    for (;;) {
      const end = bytes.indexOf(NEWLINE, from);
      if (end < 0) break;
      this.#add(view, from, end);
      from = end + 1;
    }
    // A copy: whoever gave the bytes may use their memory again.
    if (from < bytes.length) this.#rest = Buffer.from(bytes.subarray(from));
  }

  /** Hashes four bytes at a time in two ways, and adds both to the sums. */
  #add(view: DataView, from: number, end: number): void {
    let hash1 = (PRIME_3 + (end - from)) | 0;
    let hash2 = (PRIME_1 ^ (end - from)) | 0;
    let at = from;
    for (; at + 4 <= end; at += 4) {
      const word = view.getInt32(at, true);
      hash1 = Math.imul(hash1 ^ word, PRIME_1);
      hash1 = (hash1 << 13) | (hash1 >>> 19);
      hash2 = Math.imul((hash2 + word) | 0, PRIME_2);
      hash2 = (hash2 << 17) | (hash2 >>> 15);
    }
    for (; at < end; at++) {
      const byte = view.getUint8(at);
      hash1 = Math.imul(hash1 ^ byte, PRIME_1);
      hash1 = (hash1 << 13) | (hash1 >>> 19);
      hash2 = Math.imul((hash2 + byte) | 0, PRIME_2);
      hash2 = (hash2 << 17) | (hash2 >>> 15);
    }
    this.rows++;
    this.#sum1 = (this.#sum1 + mix(hash1 ^ (hash2 >>> 15))) | 0;
    this.#sum2 = (this.#sum2 + mix(hash2 ^ (hash1 >>> 13))) | 0;
  }

  /** The sum, as 16 hexadecimal digits. */
  get sum(): string {
    return [this.#sum1, this.#sum2].map((half) => (half >>> 0).toString(16).padStart(8, '0')).join('');
  }
}

/** Spreads each bit over all others (finalizer of MurmurHash3), as sums of plainer hashes would not. */
function mix(hash: number): number {
  let h = hash;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
