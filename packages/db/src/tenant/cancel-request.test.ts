import { chmod, mkdtemp, rm } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { type LocalServer, startServer } from '@org/postgres';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { giveTls, hasOpenssl } from '../../test/certificates.ts';
import { codeOf } from '../../test/two-tenants.ts';
import { createDb } from '../client/create-db.ts';

// Cancelling over TLS: a server of its own with a certificate, and a tunnel that sees how connections begin.
const tenantId = '00000000-0000-4000-8000-000000000000';
/** How a connection begins: the code behind the length of its first message, or a TLS record. */
const SSL_REQUEST = 80877103;
const TLS_HANDSHAKE = 0x16;

let folder: string;
let server: LocalServer;
let superuser: pg.Client;
let tunnel: net.Server;
let beginnings: number[] = [];

beforeAll(async () => {
  if (!hasOpenssl) return;
  folder = await mkdtemp(path.join(tmpdir(), 'org-db-tls-'));
  await chmod(folder, 0o711);
  server = await startServer({ directory: path.join(folder, 'pg'), profile: 'test' });
  await giveTls(server, folder);
  superuser = new pg.Client({ connectionString: server.url() });
  await superuser.connect();
  tunnel = net.createServer((socket) => {
    socket.once('data', (bytes) => {
      beginnings.push(bytes[0] === TLS_HANDSHAKE ? TLS_HANDSHAKE : bytes.readInt32BE(4));
      const there = net.connect(server.port, server.host);
      there.write(bytes);
      socket.pipe(there).pipe(socket);
      for (const [one, other] of [
        [socket, there],
        [there, socket],
      ] as const) {
        one.on('error', () => undefined);
        one.on('close', () => other.destroy());
      }
    });
  });
  await new Promise<void>((resolve) => tunnel.listen(0, resolve));
});
afterAll(async () => {
  await new Promise((resolve) => (tunnel ? tunnel.close(resolve) : resolve(undefined)));
  await superuser?.end();
  await server?.release();
  if (folder) await rm(folder, { recursive: true, force: true });
});

function tlsUrl(parameters: string): string {
  const url = new URL(server.url());
  url.hostname = 'localhost';
  url.port = String((tunnel.address() as net.AddressInfo).port);
  return `${url}?sslrootcert=${path.join(folder, 'server.crt')}&${parameters}`;
}

test.skipIf(!hasOpenssl).each([
  ['sslmode=verify-full', SSL_REQUEST],
  ['sslmode=no-verify', SSL_REQUEST],
  ['sslmode=verify-full&sslnegotiation=direct', TLS_HANDSHAKE],
])(
  'an abort and a time-out end the statement on the server, and ask for it by TLS: %s',
  async (parameters, begins) => {
    beginnings = [];
    const db = createDb({ url: tlsUrl(parameters), pool: { max: 1 } });
    try {
      const running = async () => {
        const { rows } = await superuser.query<{ ssl: boolean }>(
          `select ssl from pg_stat_activity join pg_stat_ssl using (pid) where query like '%as asleep' and state = 'active'`,
        );
        return rows;
      };
      const controller = new AbortController();
      const client = db.forTenant({ tenantId }, { signal: controller.signal });
      const aborted = codeOf(client.$queryRaw`select pg_sleep(60)::text as asleep`.then(() => 'answered'));
      await expect.poll(running).toEqual([{ ssl: true }]);
      controller.abort();
      expect(await aborted).toBe('ABORTED');
      await expect.poll(running).toEqual([]);

      const expired = db
        .forTenant({ tenantId })
        .$transaction((tx) => tx.$queryRaw`select pg_sleep(60)::text as asleep`, { timeout: 300 });
      expect(await codeOf(expired)).toBe('TRANSACTION_EXPIRED');
      await expect.poll(running).toEqual([]);
      // Two sessions, and a request to cancel for each: no secret key went in the clear.
      expect(beginnings).toEqual(Array(4).fill(begins));
      expect(await db.forTenant({ tenantId }).$queryRaw`select 1 as one`).toEqual([{ one: 1 }]);
      const connections = promisify(tunnel.getConnections.bind(tunnel));
      await expect.poll(() => connections(), { timeout: 8_000 }).toBe(1);
    } finally {
      await db.close();
    }
  },
);
