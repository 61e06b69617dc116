import { type MessagePort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import type { PGlite } from '@electric-sql/pglite';
import { pgDump } from '@electric-sql/pglite-tools/pg_dump';
import { watchFile } from './watch-file.ts';

/** What the worker is given: the arguments of pg_dump, and the way to the server. */
export interface PgDumpWork {
  readonly args: string[];
  readonly format: 'plain' | 'custom';
  readonly port: MessagePort;
  /** Raised by the other side when it has put an answer into the port. */
  readonly signal: Int32Array;
}

const { args, format, port, signal } = workerData as PgDumpWork;

/** pg_dump reads rows only to write them as INSERT; those of an archive come by COPY. Asked for no row, the server has none. */
function withoutRows(query: Uint8Array): Uint8Array {
  const bytes = Buffer.from(query);
  const at = format === 'custom' ? bytes.indexOf('FETCH 100 FROM _pg_dump_cursor') : -1;
  if (at >= 0) bytes.write('FETCH 0   FROM', at);
  return bytes;
}

/** pg_dump calls from within WebAssembly, which cannot wait for a promise: this thread sleeps until the server has answered. */
function ask(bytes: Uint8Array): Uint8Array {
  Atomics.store(signal, 0, 0);
  port.postMessage({ ask: withoutRows(bytes) });
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
  const archive = format === 'custom' ? watchFile('PGDMP') : undefined;
  const file = await pgDump({
    pg: server,
    args: archive ? [...args, '--format=custom', '--compress=none'] : args,
  });
  port.postMessage({ dump: archive ? archive().slice() : Buffer.from(await file.text()) });
} catch (error) {
  port.postMessage({ failed: error instanceof Error ? error.message : String(error) });
}
