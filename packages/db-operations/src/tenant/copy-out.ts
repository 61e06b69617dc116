import { Readable } from 'node:stream';
import type { Client, Connection } from 'pg';

const SLAB = 1 << 20;
const HEADER = 5;
const COPY_DATA = 0x64;
/** CopyOutResponse, NoticeResponse, ParameterStatus, NotificationResponse: may stand between rows. */
const BETWEEN = new Set([0x48, 0x4e, 0x53, 0x41]);

/**
 * Runs `COPY … TO STDOUT` and gives its bytes, in pieces of about a megabyte. PostgreSQL sends a message for each row; they are taken
 * from the socket as they come, because an event for each would take longer than the server does. Whoever reads slowly slows the
 * server down.
 */
export function copyOut(client: Client, text: string): Readable {
  const copy = new CopyOut(text);
  client.query(copy);
  return copy;
}

type Listener = (chunk: Buffer) => void;

class CopyOut extends Readable {
  readonly #text: string;
  #stream: Connection['stream'] | undefined;
  #listeners: Listener[] = [];
  #slab = Buffer.allocUnsafe(SLAB);
  #filled = 0;
  /** The beginning of a header whose end has not come. */
  #rest: Buffer | undefined;
  /** Bytes of the current message that are still to come, and whether they are a row's. */
  #remaining = 0;
  #isRow = false;
  #wanted = false;

  constructor(text: string) {
    super({ highWaterMark: SLAB });
    this.#text = text;
  }

  /** Called by pg when it is this query's turn. */
  submit(connection: Connection): void {
    this.#stream = connection.stream;
    this.#listeners = this.#stream.listeners('data') as Listener[];
    for (const listener of this.#listeners) this.#stream.removeListener('data', listener);
    this.#stream.on('data', this.#take);
    (connection as unknown as { query(text: string): void }).query(this.#text);
  }

  override _read(): void {
    this.#wanted = true;
    this.#stream?.resume();
  }

  readonly #take = (chunk: Buffer): void => {
    const bytes = this.#rest ? Buffer.concat([this.#rest, chunk]) : chunk;
    this.#rest = undefined;
    let at = 0;
    while (at < bytes.length) {
      if (this.#remaining === 0) {
        const type = bytes[at] as number;
        if (type !== COPY_DATA && !BETWEEN.has(type)) {
          this.#giveBack(bytes.subarray(at));
          return;
        }
        if (bytes.length - at < HEADER) {
          this.#rest = bytes.subarray(at);
          break;
        }
        this.#isRow = type === COPY_DATA;
        this.#remaining = bytes.readUInt32BE(at + 1) - 4;
        at += HEADER;
      }
      const end = Math.min(bytes.length, at + this.#remaining);
      this.#remaining -= end - at;
      if (this.#isRow) this.#keep(bytes, at, end);
      at = end;
    }
  };

  #keep(bytes: Buffer, from: number, end: number): void {
    let at = from;
    while (at < end) {
      const copied = bytes.copy(this.#slab, this.#filled, at, end);
      this.#filled += copied;
      at += copied;
      if (this.#filled === SLAB) this.#flush();
    }
  }

  #flush(): void {
    if (this.#filled === 0) return;
    const slab = this.#slab.subarray(0, this.#filled);
    this.#slab = Buffer.allocUnsafe(SLAB);
    this.#filled = 0;
    this.#wanted = this.push(slab);
    if (!this.#wanted) this.#stream?.pause();
  }

  /** The rows are over: the end, or an error, is for pg to read. */
  #giveBack(bytes: Buffer): void {
    const stream = this.#stream;
    if (stream === undefined) return;
    this.#flush();
    stream.removeListener('data', this.#take);
    this.#stream = undefined;
    for (const listener of this.#listeners) {
      stream.on('data', listener);
      listener(bytes);
    }
    stream.resume();
  }

  handleError(error: Error): void {
    this.destroy(error);
  }
  handleCommandComplete(): void {}
  handleReadyForQuery(): void {
    this.push(null);
  }
}
