import { type MessagePort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import type { PGlite } from '@electric-sql/pglite';
import { pgDump } from '@electric-sql/pglite-tools/pg_dump';

/** What the worker is given: the arguments of pg_dump, and the way to the server. */
export interface PgDumpWork {
  readonly args: string[];
  readonly port: MessagePort;
  /** Raised by the other side when it has put an answer into the port. */
  readonly signal: Int32Array;
}

const { args, port, signal } = workerData as PgDumpWork;

/** pg_dump calls from within WebAssembly, which cannot wait for a promise: this thread sleeps until the server has answered. */
function ask(bytes: Uint8Array): Uint8Array {
  Atomics.store(signal, 0, 0);
  port.postMessage({ ask: bytes.slice() });
  Atomics.wait(signal, 0, 0);
  const received = receiveMessageOnPort(port) as { message: Uint8Array } | undefined;
  return received?.message ?? new Uint8Array();
}

// The part of PGlite that pg_dump is run through; behind it stands a real server.
const server = {
  query: async () => ({ rows: [{ search_path: '' }] }),
  exec: async () => [],
  execProtocolRawStream: (bytes: Uint8Array, { onRawData }: { onRawData: (data: Uint8Array) => void }) =>
    onRawData(ask(bytes)),
} as unknown as PGlite;

try {
  const file = await pgDump({ pg: server, args });
  port.postMessage({ sql: await file.text() });
} catch (error) {
  port.postMessage({ failed: error instanceof Error ? error.message : String(error) });
}
