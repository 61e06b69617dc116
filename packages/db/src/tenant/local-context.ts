import pg from 'pg';
import { type ContextMessages, statementMessages } from './context-statement.ts';
import { SETTING_NAMES } from './settings.ts';

/**
 * The context as `SET LOCAL` statements in an explicit transaction: for a PostgreSQL that is spread over several servers.
 * Such a one hands on what `SET LOCAL` sets in a transaction block, but neither what `set_config()` sets nor what is set in
 * an implicit transaction.
 *
 * `SET` takes no parameters, so that values stand in the text, as quoted literals. It is one round trip all the same.
 */
export class LocalContext implements ContextMessages {
  readonly name = '';
  readonly text = '';
  readonly parse = Buffer.alloc(0);
  readonly explicit = true;
  readonly completions: number;
  readonly #limit: string | undefined;

  /** @param statementTimeoutMs limit of each statement of the transaction, in milliseconds */
  constructor(statementTimeoutMs?: number) {
    this.#limit = statementTimeoutMs === undefined ? undefined : String(statementTimeoutMs);
    this.completions = SETTING_NAMES.length + (this.#limit === undefined ? 0 : 1);
  }

  bindAndExecute(settings: readonly string[]): Buffer {
    const set = (name: string, value: string) =>
      statementMessages(`SET LOCAL ${name} = ${pg.escapeLiteral(value).trimStart()}`);
    return Buffer.concat([
      ...SETTING_NAMES.map((name, i) => set(name, settings[i] ?? '')),
      ...(this.#limit === undefined ? [] : [set('statement_timeout', this.#limit)]),
    ]);
  }
}

/** What stands around a statement outside of a transaction, and the context's. */
export const BEGIN: Buffer = statementMessages('BEGIN');
export const COMMIT: Buffer = statementMessages('COMMIT');
