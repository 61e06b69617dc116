import { MigrateError } from '../../errors.ts';

const NEWLINE = 0x0a;
const END_OF_ROWS = /^\\\.\r?$/;

/**
 * Reads a dump as bytes: lines of SQL, and the rows between them in large pieces. Only a newline ends a line; what else Unicode calls
 * a line's end may stand within a row.
 */
export class DumpSource {
  readonly name: string;
  /** Lines that were read. */
  number = 0;
  readonly #chunks: AsyncIterator<Buffer>;
  #held: Buffer = Buffer.alloc(0);

  /** @param name of the file, for messages */
  constructor(name: string, chunks: AsyncIterable<Buffer>) {
    this.name = name;
    this.#chunks = chunks[Symbol.asyncIterator]();
  }

  /** The next line without its end; nothing behind the last one. */
  async line(): Promise<string | undefined> {
    const parts: Buffer[] = [];
    for (;;) {
      const end = this.#held.indexOf(NEWLINE);
      if (end >= 0) {
        parts.push(this.#held.subarray(0, end));
        this.#held = this.#held.subarray(end + 1);
        break;
      }
      parts.push(this.#held);
      this.#held = Buffer.alloc(0);
      if (await this.#fill()) continue;
      if (parts.every(({ length }) => length === 0)) return undefined;
      break;
    }
    this.number += 1;
    return Buffer.concat(parts).toString().replace(/\r$/, '');
  }

  /** The rows up to `\.`, as COPY takes them. @throws MigrateError DUMP_INVALID when the dump ends before */
  async *rows(): AsyncGenerator<Buffer> {
    for (;;) {
      // Whole lines, of which the last may be one that is not whole yet.
      let from = 0;
      let sought = this.#held.indexOf('\\.');
      while (sought >= 0) {
        const isFirst = sought === 0 || this.#held[sought - 1] === NEWLINE;
        const end = this.#held.indexOf(NEWLINE, sought);
        if (isFirst && end >= 0 && END_OF_ROWS.test(this.#held.toString('latin1', sought, end))) {
          const rows = this.#held.subarray(0, sought);
          this.#held = this.#held.subarray(end + 1);
          this.#count(rows);
          this.number += 1;
          if (rows.length > 0) yield rows;
          return;
        }
        from = sought + 2;
        sought = this.#held.indexOf('\\.', from);
      }
      const whole = this.#held.lastIndexOf(NEWLINE) + 1;
      const rows = this.#held.subarray(0, whole);
      this.#held = this.#held.subarray(whole);
      this.#count(rows);
      if (rows.length > 0) yield rows;
      if (await this.#fill()) continue;
      if (END_OF_ROWS.test(this.#held.toString('latin1', 0, 4))) {
        this.#held = Buffer.alloc(0);
        return;
      }
      throw new MigrateError(
        'DUMP_INVALID',
        `${this.name} ends within the rows of a table: it is not whole.`,
      );
    }
  }

  async #fill(): Promise<boolean> {
    const { value, done } = await this.#chunks.next();
    if (done) return false;
    this.#held = this.#held.length === 0 ? value : Buffer.concat([this.#held, value]);
    return true;
  }

  #count(rows: Buffer): void {
    for (let at = rows.indexOf(NEWLINE); at >= 0; at = rows.indexOf(NEWLINE, at + 1)) this.number += 1;
  }
}
