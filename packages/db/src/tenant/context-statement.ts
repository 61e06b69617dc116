import { SETTING_NAMES } from './settings.ts';

/** What sets the context, as bytes to be written ahead of a query's own. */
export interface ContextMessages {
  /** Name of the prepared statement; empty where it has none. */
  readonly name: string;
  readonly text: string;
  /** What prepares it; empty where nothing is. */
  readonly parse: Buffer;
  /** How many statements it consists of. */
  readonly completions: number;
  /** Does it need BEGIN and COMMIT around a statement outside of a transaction? */
  readonly explicit: boolean;
  bindAndExecute(settings: readonly string[]): Buffer;
}

/**
 * The statement that sets the context, as bytes of PostgreSQL's extended query protocol.
 *
 * The messages are written ahead of a query's own, with one Sync behind both: that makes one round trip and one
 * implicit transaction, in which the transaction-local settings hold.
 * @see https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-PIPELINING
 */
export class ContextStatement implements ContextMessages {
  /** Name of the prepared statement; empty when statements must not be named. */
  readonly name: string;
  readonly text: string;
  /** Parse */
  readonly parse: Buffer;
  readonly completions = 1;
  readonly explicit = false;
  readonly statementTimeoutMs: number | undefined;
  readonly #constants: readonly string[];
  /** A Bind up to its values: type, length, portal, name, formats, count. */
  readonly #head: Buffer;

  /**
   * @param options.named keep the statement prepared; not behind PgBouncer before 1.21
   * @param options.statementTimeoutMs limit of each statement of the transaction, in milliseconds
   */
  constructor(options: { readonly named: boolean; readonly statementTimeoutMs?: number | undefined }) {
    const names: string[] = [...SETTING_NAMES];
    this.statementTimeoutMs = options.statementTimeoutMs;
    this.#constants = options.statementTimeoutMs === undefined ? [] : [String(options.statementTimeoutMs)];
    if (options.statementTimeoutMs !== undefined) names.push('statement_timeout');
    this.name = options.named
      ? names.length > SETTING_NAMES.length
        ? 'org_context_limited'
        : 'org_context'
      : '';
    // All are evaluated, none is null: no row comes back that would have to be read.
    this.text = `select 1 where ${names.map((name, i) => `set_config('${name}',$${i + 1},true) is null`).join(' or ')}`;
    this.parse = message('P', cString(this.name), cString(this.text), Buffer.alloc(2));
    // The unnamed portal, and all parameters as text.
    this.#head = message('B', cString(''), cString(this.name), Buffer.alloc(2), int16(names.length));
  }

  /** Bind and Execute for the given values of `SETTING_NAMES`. */
  bindAndExecute(settings: readonly string[]): Buffer {
    const values = this.#constants.length === 0 ? settings : [...settings, ...this.#constants];
    // Most are absent; asking each for its length is the larger part of the work.
    const lengths = values.map((value) => (value === '' ? 0 : Buffer.byteLength(value)));
    const body = lengths.reduce((sum, length) => sum + 4 + length, this.#head.length + TAIL.length);
    const buffer = Buffer.allocUnsafe(body + EXECUTE.length);
    this.#head.copy(buffer);
    buffer.writeInt32BE(body - 1, 1); // all but the type
    let at = this.#head.length;
    for (const [index, length] of lengths.entries()) {
      at = buffer.writeInt32BE(length, at);
      if (length > 0) at += buffer.write(values[index] as string, at);
    }
    TAIL.copy(buffer, at);
    EXECUTE.copy(buffer, at + TAIL.length);
    return buffer;
  }
}

/** Parse, Bind and Execute of a statement without name, parameters or rows. */
export function statementMessages(text: string): Buffer {
  return Buffer.concat([
    message('P', cString(''), cString(text), Buffer.alloc(2)),
    message('B', cString(''), cString(''), Buffer.alloc(6)),
    message('E', cString(''), Buffer.alloc(4)),
  ]);
}

function message(type: string, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const head = Buffer.from(`${type}\0\0\0\0`, 'latin1');
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

function cString(value: string): Buffer {
  return Buffer.from(`${value}\0`, 'utf8');
}

function int16(value: number): Buffer {
  const buffer = Buffer.alloc(2);
  buffer.writeInt16BE(value);
  return buffer;
}

// The end of a Bind: all results as text.
const TAIL = int16(0);

// Execute: the unnamed portal, without a limit of rows.
const EXECUTE = message('E', cString(''), Buffer.alloc(4));
