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
    this.name = options.named ? 'org_context' : '';
    this.text = `select ${names.map((name, i) => `set_config('${name}',$${i + 1},true)`).join(',')}`;
    this.parse = message('P', Buffer.concat([cString(this.name), cString(this.text), int16(0)]));
  }

  /** Bind and Execute for the given values of `SETTING_NAMES`. */
  bindAndExecute(settings: readonly string[]): Buffer {
    const values = [...settings, ...this.#constants].map((value) => {
      const bytes = Buffer.from(value, 'utf8');
      return Buffer.concat([int32(bytes.length), bytes]);
    });
    const bind = message(
      'B',
      // Unnamed portal, parameters as text, results as text.
      Buffer.concat([cString(''), cString(this.name), int16(0), int16(values.length), ...values, int16(0)]),
    );
    const execute = message('E', Buffer.concat([cString(''), int32(0)]));
    return Buffer.concat([bind, execute]);
  }
}

function message(type: string, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from(type, 'latin1'), int32(body.length + 4), body]);
}

function cString(value: string): Buffer {
  return Buffer.from(`${value}\0`, 'utf8');
}

function int16(value: number): Buffer {
  const buffer = Buffer.allocUnsafe(2);
  buffer.writeInt16BE(value);
  return buffer;
}

function int32(value: number): Buffer {
  const buffer = Buffer.allocUnsafe(4);
  buffer.writeInt32BE(value);
  return buffer;
}
