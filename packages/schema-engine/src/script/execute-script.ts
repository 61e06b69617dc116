import { type Client, DatabaseError } from 'pg';
import { SchemaEngineError } from '../errors.ts';
import { withExcerpt } from './error-excerpt.ts';
import { type Statement, splitStatements } from './split-statements.ts';

/** "… cannot run inside a transaction block". */
const ACTIVE_SQL_TRANSACTION = '25001';
/** "unsafe use of new value …": an enum value that the same transaction has added. */
const UNSAFE_NEW_ENUM_VALUE = '55P04';
/** A procedure or DO block that commits for itself. */
const INVALID_TRANSACTION_TERMINATION = '2D000';
const NOT_IN_ONE_TRANSACTION = new Set([
  ACTIVE_SQL_TRANSACTION,
  UNSAFE_NEW_ENUM_VALUE,
  INVALID_TRANSACTION_TERMINATION,
]);

const TRANSACTION_CONTROL = /^(BEGIN|START\s+TRANSACTION|COMMIT|END|ROLLBACK|ABORT|PREPARE\s+TRANSACTION)\b/i;

/**
 * Runs a script of any number of statements.
 *
 * All of it or nothing: the script travels as one simple query, which Postgres runs as one transaction. Two kinds of script
 * are run statement by statement instead, in the order written: those that control transactions themselves, and those
 * that Postgres refuses to run in one (CREATE INDEX CONCURRENTLY, VACUUM, a new enum value that is used at once, a procedure that commits). In these a
 * failure leaves the statements before it in place.
 *
 * @throws {DatabaseError} of the failing statement, its message with an excerpt of the script.
 * @throws {SchemaEngineError} `TRANSACTION_LEFT_OPEN` when the script begins a transaction and does not end it; what
 * it did in there is rolled back.
 */
export async function executeScript(client: Client, script: string): Promise<void> {
  const text = script.replace(/^\uFEFF/, '');
  const statements = splitStatements(text);
  if (statements.length === 0) {
    return;
  }
  try {
    if (statements.some((statement) => TRANSACTION_CONTROL.test(statement.text))) {
      await oneByOne(client, text, statements);
    } else {
      await asOne(client, text, statements);
    }
  } catch (error) {
    // `pg` hears of a failure before it hears whether a transaction is still open, so this cannot ask first.
    await rollBack(client);
    throw error;
  }
  if (client.getTransactionStatus() !== 'I') {
    await rollBack(client);
    throw new SchemaEngineError(
      'TRANSACTION_LEFT_OPEN',
      'The script begins a transaction and does not end it. It was rolled back. Add the missing COMMIT, or leave out BEGIN: a script runs in one transaction anyway.',
    );
  }
}

async function asOne(client: Client, script: string, statements: Statement[]): Promise<void> {
  try {
    await client.query(script);
  } catch (error) {
    const refusesTransaction = error instanceof DatabaseError && NOT_IN_ONE_TRANSACTION.has(error.code ?? '');
    if (refusesTransaction && statements.length > 1) {
      return oneByOne(client, script, statements);
    }
    throw withExcerpt(error, script, 0);
  }
}

async function oneByOne(client: Client, script: string, statements: Statement[]): Promise<void> {
  for (const statement of statements) {
    try {
      await client.query(statement.text);
    } catch (error) {
      throw withExcerpt(error, script, statement.offset);
    }
  }
}

/** Without an open transaction this is a warning that nobody hears; on a broken connection the first error matters. */
async function rollBack(client: Client): Promise<void> {
  await client.query('ROLLBACK').catch(() => undefined);
}
