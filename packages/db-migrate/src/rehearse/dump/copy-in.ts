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
 * Runs `COPY … FROM stdin` with lines in its text format.
 *
 * @param lines without their ends, and without the `\.` behind them
 */
export function copyIn(client: Client, sql: string, lines: AsyncIterable<string>): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  /** Told apart from the server's refusal, which comes after it. */
  let failure: unknown;
  const state = { isOver: false };
  const submittable: Submittable & Record<string, unknown> = {
    submit: (connection: Connection) => {
      (connection as unknown as CopyConnection).query(sql);
    },
    handleCopyInResponse: (connection: CopyConnection) => {
      send(connection, lines, state).catch((error) => {
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
  lines: AsyncIterable<string>,
  state: { readonly isOver: boolean },
): Promise<void> {
  let chunk: string[] = [];
  let size = 0;
  const flush = async () => {
    connection.sendCopyFromChunk(Buffer.from(chunk.join('')));
    chunk = [];
    size = 0;
    if (connection.stream.writableNeedDrain) await once(connection.stream, 'drain');
  };
  for await (const line of lines) {
    if (state.isOver) return;
    chunk.push(line, '\n');
    size += line.length;
    if (size > 64 * 1024) await flush();
  }
  if (state.isOver) return;
  if (chunk.length > 0) await flush();
  connection.endCopyFrom();
}
