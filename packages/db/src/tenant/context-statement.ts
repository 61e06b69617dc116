import { SETTING_NAMES } from './settings.ts';

/**
 * The statement that sets the context, as bytes of PostgreSQL's extended query protocol.
 *
 * The messages are written ahead of a query's own, with one Sync behind both: that makes one round trip and one
 * implicit transaction, in which the transaction-local settings hold.
 * @see https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-PIPELINING
 */
export class ContextStatement {
  /** Name of the prepared statement; empty when statements must not be named. */
  readonly name: string;
  readonly text: string;
  /** Parse */
  readonly parse: Buffer;
  readonly #constants: readonly string[];

  /**
   * @param options.named keep the statement prepared; not behind PgBouncer before 1.21
   * @param options.statementTimeoutMs limit of each statement of the transaction, in milliseconds
   */
  constructor(options: { readonly named: boolean; readonly statementTimeoutMs?: number | undefined }) {
    const names: string[] = [...SETTING_NAMES];
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
  }

  /** Bind and Execute for the given values of `SETTING_NAMES`. */
  bindAndExecute(settings: readonly string[]): Buffer {
    const values = [...settings, ...this.#constants];
    const name = Buffer.byteLength(this.name);
    // Lengths without the type byte: length, portal, name, formats, count, values, result formats.
    const length = values.reduce(
      (sum, value) => sum + 4 + Buffer.byteLength(value),
      4 + 1 + name + 1 + 2 + 2 + 2,
    );
    const buffer = Buffer.alloc(1 + length + EXECUTE.length);
    let at = buffer.write('B');
    at = buffer.writeInt32BE(length, at);
    at += 1; // the unnamed portal
    at += buffer.write(this.name, at) + 1;
    at = buffer.writeInt16BE(0, at); // all parameters as text
    at = buffer.writeInt16BE(values.length, at);
    for (const value of values) {
      const bytes = buffer.write(value, at + 4);
      at = buffer.writeInt32BE(bytes, at) + bytes;
    }
    at = buffer.writeInt16BE(0, at); // all results as text
    EXECUTE.copy(buffer, at);
    return buffer;
  }
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

// Execute: the unnamed portal, without a limit of rows.
const EXECUTE = message('E', cString(''), Buffer.alloc(4));
