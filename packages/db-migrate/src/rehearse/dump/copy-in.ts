import { once } from 'node:events';
import type { Socket } from 'node:net';
import type { Client, Connection, Submittable } from 'pg';

/** What pg's connection can do and its types leave out. */
interface CopyConnection {
  readonly stream: Socket;
  query(text: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
  sendCopyFail(message: string): void;
}

/**
 * Runs `COPY … FROM stdin` with rows in its text format.
 *
 * @param rows in pieces of any size, without the `\.` behind them
 */
export function copyIn(client: Client, sql: string, rows: AsyncIterable<Buffer>): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  /** Told apart from the server's refusal, which comes after it. */
  let failure: unknown;
  const state = { isOver: false };
  const submittable: Submittable & Record<string, unknown> = {
    submit: (connection: Connection) => {
      (connection as unknown as CopyConnection).query(sql);
    },
    handleCopyInResponse: (connection: CopyConnection) => {
      send(connection, rows, state).catch((error) => {
        failure ??= error;
        connection.sendCopyFail('The dump could not be read.');
      });
    },
    handleCommandComplete: () => undefined,
    handleError: (error: unknown) => {
      state.isOver = true;
      reject(failure ?? error);
    },
    handleReadyForQuery: () => resolve(),
  };
  client.query(submittable);
  return promise;
}

async function send(
  connection: CopyConnection,
  rows: AsyncIterable<Buffer>,
  state: { readonly isOver: boolean },
): Promise<void> {
  for await (const chunk of rows) {
    if (state.isOver) return;
    connection.sendCopyFromChunk(chunk);
    if (connection.stream.writableNeedDrain) await once(connection.stream, 'drain');
  }
  if (!state.isOver) connection.endCopyFrom();
}
