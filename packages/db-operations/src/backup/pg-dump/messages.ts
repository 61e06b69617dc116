/**
 * Messages of PostgreSQL's protocol: a letter, four bytes of length (which count themselves), a body.
 * @see https://www.postgresql.org/docs/current/protocol-message-formats.html
 */
const HEAD = 5;

/** Whether what a client sent ends with a message that the server answers until it is ready again: Query or Sync. */
export function isComplete(sent: Buffer): boolean {
  let last = '';
  let at = 0;
  while (at + HEAD <= sent.length) {
    last = String.fromCharCode(sent[at] ?? 0);
    at += 1 + sent.readInt32BE(at + 1);
  }
  return at === sent.length && (last === 'Q' || last === 'S');
}

/** Gathers what the server says until it is ready for the next query. */
export class Answers {
  #chunks: Buffer[] = [];
  /** Bytes of the message under way that are still to come; its head is gathered first. */
  #head = Buffer.alloc(0);
  #rest = 0;

  /** @returns everything since the last time, when the server is ready; else nothing */
  add(chunk: Buffer): Buffer | undefined {
    this.#chunks.push(chunk);
    let isReady = false;
    let at = 0;
    while (at < chunk.length) {
      if (this.#rest > 0) {
        const taken = Math.min(this.#rest, chunk.length - at);
        this.#rest -= taken;
        at += taken;
      } else {
        const taken = Math.min(HEAD - this.#head.length, chunk.length - at);
        this.#head = Buffer.concat([this.#head, chunk.subarray(at, at + taken)]);
        at += taken;
        if (this.#head.length < HEAD) continue;
        this.#rest = this.#head.readInt32BE(1) - 4;
        isReady = this.#head[0] === 0x5a; // "Z": ReadyForQuery
        this.#head = Buffer.alloc(0);
      }
    }
    if (!isReady || this.#rest > 0) return undefined;
    const whole = Buffer.concat(this.#chunks);
    this.#chunks = [];
    return whole;
  }
}
