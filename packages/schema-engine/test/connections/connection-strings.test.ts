import { randomUUID } from 'node:crypto';
import { chmod, chown, copyFile, mkdtemp, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalServer, startServer } from '@org/postgres';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { STACK } from '../commands/both-versions.ts';
import { newProject } from '../project.ts';
import { query } from '../server.ts';
import { hasOpenssl, makeCertificates } from './certificates.ts';
import { startTunnel } from './tunnel.ts';

// A server of its own: it gets certificates.
let directory: string;
let server: LocalServer;
let certificates: Awaited<ReturnType<typeof makeCertificates>>;
const PERSON = `person ${randomUUID()}`;
const PASSWORD = 'p@ss/w%rd #?:& ü';
const hasIpv6 = Object.values(networkInterfaces()).some((all) =>
  all?.some(({ address }) => address === '::1'),
);

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'schema-engine-pg-'));
  server = await startServer({ directory: join(directory, 'pg'), profile: 'test' });
  await query(server.url(), `CREATE ROLE "${PERSON}" LOGIN PASSWORD '${PASSWORD}'`);
  await query(server.url(), `CREATE DATABASE "my db" OWNER "${PERSON}"`);
  if (hasOpenssl) {
    certificates = await makeCertificates(PERSON.replace(' ', '_'));
    await withTls();
  }
});
afterAll(async () => {
  await server?.release();
  await certificates?.remove();
  await rm(directory, { recursive: true, force: true });
});

async function withTls(): Promise<void> {
  const [row] = await query<{ data_directory: string }>(server.url(), 'SHOW data_directory');
  const data = row?.data_directory ?? '';
  const { uid, gid } = await stat(data);
  for (const name of ['server.crt', 'server.key', 'authority.crt']) {
    await copyFile(certificates.file(name), join(data, name));
    await chown(join(data, name), uid, gid);
    await chmod(join(data, name), 0o600);
  }
  await query(server.url(), 'ALTER SYSTEM SET ssl = on');
  await query(server.url(), `ALTER SYSTEM SET ssl_ca_file = 'authority.crt'`);
  await query(server.url(), 'SELECT pg_reload_conf()');
}

/** Host and port, then parameters, of a connection string for the person. */
const stringOf = (place: string, parameters = '') =>
  `postgresql://${encodeURIComponent(PERSON)}:${encodeURIComponent(PASSWORD)}@${place}/my%20db${parameters}`;

/** Has the CLI connect and a condition checked in its session. */
async function check(url: string, condition: string) {
  const project = await newProject({ url });
  return project.prisma(
    ['db', 'execute', '--stdin'],
    `DO $check$ BEGIN IF NOT (${condition}) THEN RAISE EXCEPTION 'not so'; END IF; END $check$`,
  );
}

async function expectHolds(url: string, condition: string): Promise<void> {
  const run = await check(url, condition);
  expect(run, run.output).toMatchObject({ code: 0 });
}

const ENCRYPTED = '(SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid())';

test.concurrent('names and passwords with every kind of character, percent-encoded', async () => {
  await expectHolds(
    stringOf(`127.0.0.1:${server.port}`),
    `current_user = '${PERSON}' AND current_database() = 'my db'`,
  );
});

test.concurrent('application_name, options and schema reach the session', async () => {
  const options = encodeURIComponent('-c statement_timeout=4321 -c work_mem=7MB');
  await expectHolds(
    stringOf(`127.0.0.1:${server.port}`, `?application_name=my%20deploy&options=${options}&schema=own`),
    `current_setting('application_name') = 'my deploy' AND current_setting('statement_timeout') = '4321ms'
     AND current_setting('work_mem') = '7MB' AND current_setting('search_path') ~ 'own'`,
  );
});

test.concurrent('a Unix socket', async () => {
  const path = join(directory, `.s.PGSQL.${server.port}`);
  const tunnel = await startTunnel({ path }, server.port);
  try {
    const folder = encodeURIComponent(directory);
    await expectHolds(stringOf('localhost', `?host=${folder}&port=${server.port}`), `NOT ${ENCRYPTED}`);
    await expectHolds(stringOf(`:${server.port}`, `?host=${directory}`), `NOT ${ENCRYPTED}`);
  } finally {
    tunnel.stop();
  }
});

test.skipIf(!hasIpv6)('an IPv6 address', async () => {
  const tunnel = await startTunnel({ host: '::1', port: 0 }, server.port);
  try {
    await expectHolds(stringOf(`[::1]:${tunnel.port}`), `current_user = '${PERSON}'`);
  } finally {
    tunnel.stop();
  }
});

test.concurrent('connect_timeout ends waiting for a server that says nothing', async () => {
  const silent = createServer().listen(0, '127.0.0.1');
  try {
    const address = silent.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const project = await newProject({ url: stringOf(`127.0.0.1:${port}`, '?connect_timeout=1') });
    const refused = await project.prisma(['migrate', 'status']);
    expect(refused).toMatchObject({ code: 1, output: expect.stringContaining('P1001') });
    expect(refused.output).not.toMatch(STACK);
  } finally {
    silent.close();
  }
});

test.skipIf(!hasOpenssl)('TLS: preferred, required, verified, with a certificate of the client', async () => {
  const at = (host: string, parameters: string) => stringOf(`${host}:${server.port}`, `?${parameters}`);
  const authority = `sslrootcert=${certificates.file('authority.crt')}`;
  const client = `sslcert=${certificates.file('client.crt')}&sslkey=${certificates.file('client.key')}`;
  const identity = `sslidentity=${certificates.file('client.p12')}&sslpassword=secret`;
  const known = `(SELECT client_dn LIKE '/CN=person_%' FROM pg_stat_ssl WHERE pid = pg_backend_pid())`;
  await Promise.all(
    (
      [
        [at('127.0.0.1', ''), ENCRYPTED],
        [at('127.0.0.1', 'sslmode=disable'), `NOT ${ENCRYPTED}`],
        [at('127.0.0.1', 'sslmode=require'), ENCRYPTED],
        [at('127.0.0.1', `sslmode=verify-ca&${authority}`), ENCRYPTED],
        [at('localhost', `sslmode=verify-full&${authority}`), ENCRYPTED],
        [at('localhost', `sslaccept=strict&sslcert=${certificates.file('authority.crt')}`), ENCRYPTED],
        [at('localhost', `sslmode=verify-full&${authority}&${client}`), known],
        [at('localhost', `sslmode=require&${identity}`), known],
      ] as const
    ).map(([url, condition]) => expectHolds(url, condition)),
  );
});

test.skipIf(!hasOpenssl)('TLS that cannot be trusted is P1011', async () => {
  const at = (host: string, parameters: string) => stringOf(`${host}:${server.port}`, `?${parameters}`);
  const refused = [
    at('localhost', `sslmode=verify-full&sslrootcert=${certificates.file('stranger.crt')}`),
    at('localhost', 'sslmode=verify-full'),
    at('127.0.0.1', `sslmode=verify-full&sslrootcert=${certificates.file('authority.crt')}`),
    at('localhost', `sslmode=verify-ca&sslrootcert=${certificates.file('nowhere.crt')}`),
  ];
  await Promise.all(
    refused.map(async (url) => {
      const run = await check(url, 'true');
      expect(run, url.replace(/:[^@]*@/, '@')).toMatchObject({
        code: 1,
        output: expect.stringContaining('P1011'),
      });
      expect(run.output).not.toMatch(STACK);
    }),
  );
});

test.concurrent('what is no connection string is P1013, and is not repeated', async () => {
  for (const url of ['mysql://root:secret@127.0.0.1/x', stringOf('127.0.0.1', '?sslmode=sometimes')]) {
    const project = await newProject({ url });
    const refused = await project.prisma(['migrate', 'status']);
    expect(refused).toMatchObject({ code: 1, output: expect.stringContaining('P1013') });
    expect(refused.output).not.toContain('secret');
    expect(refused.output).not.toMatch(STACK);
  }
});
