import { describeDatabaseError } from '../adapter/driver-errors.ts';
import { connectToSchema } from '../connection/connect.ts';
import type { DatabaseAddress } from '../connection/connection-string.ts';
import { SchemaEngineError } from '../errors.ts';
import { executeScript } from '../script/execute-script.ts';

/**
 * Runs a script on a database of which nothing else is known: `prisma db execute`.
 *
 * @throws {SchemaEngineError} `P1014` when a table is missing, `DATABASE` for any other refusal of the server, both in Postgres'
 * words; connection errors; `TRANSACTION_LEFT_OPEN`.
 */
export async function executeOn(address: DatabaseAddress, script: string): Promise<void> {
  const client = await connectToSchema(address);
  try {
    await executeScript(client, script);
  } catch (cause) {
    const error = describeDatabaseError(cause);
    if (error === undefined || cause instanceof SchemaEngineError) {
      throw cause;
    }
    throw error.table === undefined
      ? new SchemaEngineError('DATABASE', error.text, { cause })
      : new SchemaEngineError(
          'P1014',
          `The underlying table for model \`${error.table}\` does not exist.\n\n${error.text}`,
          { cause, meta: { model: error.table, kind: 'Table' } },
        );
  } finally {
    await client.end();
  }
}
