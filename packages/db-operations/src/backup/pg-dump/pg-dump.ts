import { MessageChannel, Worker } from 'node:worker_threads';
import { connect } from '@org/db-migrate';
import type { Client } from 'pg';
import { OperationsError } from '../../errors.ts';
import { streamOf } from '../connection.ts';
import { Answers, isComplete } from './messages.ts';
import type { PgDumpWork } from './worker.ts';

const WORKER = new URL(
  import.meta.url.endsWith('.ts') ? './worker.ts' : './pg-dump-worker.js',
  import.meta.url,
);

/**
 * Runs pg_dump 18 for the definitions of a database, without its rows, and returns the SQL, or an archive of its custom format in
 * which only the rows are missing. It is a build of PostgreSQL's own
 * program for WebAssembly, so that none has to be installed; it reads servers of version 15 to 18.
 *
 * pg_dump believes that it speaks with a server that asks for no password: the connection is one of ours, with its
 * encryption and its login.
 *
 * @param args of pg_dump; `--inserts`, `-j` and `-f` are taken
 * @throws MigrateError as `connect`, OperationsError BACKUP_FAILED with pg_dump's own words
 */
export async function pgDump(
  url: string,
  args: readonly string[],
  format: PgDumpWork['format'],
  signal?: AbortSignal,
): Promise<Buffer> {
  const client = await connect(url);
  const cut = () => streamOf(client).destroy();
  signal?.addEventListener('abort', cut, { once: true });
  try {
    signal?.throwIfAborted();
    return await runWorker(client, await greeting(client), { args: [...args], format });
  } finally {
    signal?.removeEventListener('abort', cut);
    // Behind the client's back the connection was used; it has nothing to say goodbye to.
    streamOf(client).destroy();
  }
}

/** What a server says when it lets somebody in: no password is wanted, three of its settings, and that it is ready. */
async function greeting(client: Client): Promise<Uint8Array> {
  const { rows } = await client.query<Record<string, string>>(
    `SELECT current_setting('server_version') AS server_version, current_setting('is_superuser') AS is_superuser,
       'UTF8' AS client_encoding, 'on' AS standard_conforming_strings`,
  );
  const settings = Object.entries(rows[0] ?? {}).map(([name, value]) =>
    message('S', Buffer.from(`${name}\0${value}\0`)),
  );
  return Buffer.concat([message('R', Buffer.alloc(4)), ...settings, message('Z', Buffer.from('I'))]);
}

function message(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.write(type);
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

function runWorker(
  client: Client,
  welcome: Uint8Array,
  work: Pick<PgDumpWork, 'args' | 'format'>,
): Promise<Buffer> {
  const stream = streamOf(client);
  stream.removeAllListeners('data');
  const { port1, port2 } = new MessageChannel();
  const signal = new Int32Array(new SharedArrayBuffer(4));
  const workerData: PgDumpWork = { ...work, port: port2, signal };
  const worker = new Worker(WORKER, { workerData, transferList: [port2], execArgv: [] });
  const answers = new Answers();
  let sent = Buffer.alloc(0);
  let greeted = false;
  const answer = (bytes: Uint8Array) => {
    port1.postMessage(bytes);
    Atomics.store(signal, 0, 1);
    Atomics.notify(signal, 0);
  };
  const ask = (bytes: Uint8Array) => {
    if (!greeted) {
      greeted = true;
      return answer(welcome);
    }
    sent = Buffer.concat([sent, bytes]);
    if (!isComplete(sent)) return answer(new Uint8Array());
    stream.write(sent);
    sent = Buffer.alloc(0);
  };
  return new Promise<Buffer>((resolve, reject) => {
    const fail = (reason: string, cause?: unknown) =>
      reject(new OperationsError('BACKUP_FAILED', `pg_dump failed: ${reason}`, { cause }));
    port1.on('message', (said: { ask?: Uint8Array; dump?: Uint8Array; failed?: string }) => {
      if (said.ask) ask(said.ask);
      else if (said.failed === undefined) resolve(Buffer.from(said.dump ?? []));
      else fail(said.failed);
    });
    stream.on('data', (chunk: Buffer) => {
      const whole = answers.add(chunk);
      if (whole) answer(whole);
    });
    stream.once('close', () => fail('the connection to the server was lost.'));
    worker.once('error', (error) => fail(error.message, error));
  }).finally(async () => {
    await worker.terminate();
    port1.close();
  });
}
