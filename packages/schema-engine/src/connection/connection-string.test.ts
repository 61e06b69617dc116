import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseConnectionString } from './connection-string.ts';

test('reads the parts, percent-encoded as they are', () => {
  expect(parseConnectionString('postgresql://us%40er:p%2F%25%3A@db.example:6543/my%20db')).toMatchObject({
    host: 'db.example',
    port: 6543,
    user: 'us@er',
    database: 'my db',
    schema: 'public',
    tls: 'prefer',
    config: { password: 'p/%:', connectionTimeoutMillis: 5000 },
  });
});

test.each([
  ['postgres://u@/db?host=/var/run/pg', { host: '/var/run/pg', database: 'db', tls: 'disable' }],
  ['postgresql:///db?host=/var/run/pg&port=6000', { host: '/var/run/pg', port: 6000 }],
  ['postgresql://u@localhost/db?host=/var/run/pg', { host: '/var/run/pg' }],
  ['postgresql://u@%2Fvar%2Frun%2Fpg/db', { host: '/var/run/pg', tls: 'disable' }],
  ['postgresql://u@[::1]:5433/db', { host: '::1', port: 5433 }],
  ['postgresql://u:p@[2001:db8::1]/db', { host: '2001:db8::1', port: 5432, config: { password: 'p' } }],
  ['postgresql://u:a%23b%3Fc%2Fd%40e%3Af%20g%25@h/db', { config: { password: 'a#b?c/d@e:f g%' } }],
  ['postgresql://u:p@ss@h/db', { host: 'h', config: { password: 'p@ss' } }],
  ['postgresql://u:%C3%BC%F0%9F%98%80@h/db', { config: { password: 'ü😀' } }],
  ['postgresql://h/db?user=us%40er&password=a%26b', { user: 'us@er', config: { password: 'a&b' } }],
  ['postgresql://u@h', { database: 'postgres', schema: 'public' }],
  ['  postgres://u@h/db\n', { host: 'h', database: 'db' }],
  ['postgresql://u@h/db?schema=odd%20one', { schema: 'odd one' }],
  ['postgresql://u@h/db?sslmode=disable', { tls: 'disable' }],
  ['postgresql://u@h/db?sslmode=allow', { tls: 'prefer' }],
  ['postgresql://u@h/db?sslmode=prefer', { tls: 'prefer', tlsOptions: { rejectUnauthorized: false } }],
  ['postgresql://u@h/db?sslmode=no-verify', { tls: 'require', tlsOptions: { rejectUnauthorized: false } }],
  ['postgresql://u@h/db?sslmode=verify-ca', { tls: 'require', tlsOptions: { rejectUnauthorized: true } }],
  ['postgresql://u@h/db?sslmode=verify-full&sslrootcert=system', { tlsOptions: { servername: 'h' } }],
  ['postgresql://u@/db?host=/var/run/pg&sslmode=require', { host: '/var/run/pg', tls: 'disable' }],
  ['postgresql://u@h/db?sslmode=require', { tls: 'require', tlsOptions: { rejectUnauthorized: false } }],
  ['postgresql://u@h/db?sslmode=verify-full', { tls: 'require', tlsOptions: { rejectUnauthorized: true } }],
  [
    'postgresql://u@h/db?sslmode=require&sslaccept=strict',
    { tls: 'require', tlsOptions: { rejectUnauthorized: true } },
  ],
  ['postgresql://u@h/db?connect_timeout=12', { config: { connectionTimeoutMillis: 12_000 } }],
  ['postgresql://u@h/db?connect_timeout=soon', { config: { connectionTimeoutMillis: 5000 } }],
  ['postgresql://u@h/db?connect_timeout=0', { config: { connectionTimeoutMillis: 0 } }],
  [
    'postgresql://u@h/db?options=-c%20lock_timeout%3D5s&application_name=deploy',
    { config: { options: '-c lock_timeout=5s', application_name: 'deploy' } },
  ],
  [
    'postgresql://u@h/db?pgbouncer=true&connection_limit=1&pool_timeout=3&statement_cache_size=0&channel_binding=require',
    { host: 'h', database: 'db', isPooled: true },
  ],
  ['postgresql://u@h/db?pgbouncer=false', { isPooled: false }],
])('understands %s', (connectionString, expected) => {
  expect(parseConnectionString(connectionString)).toMatchObject(expected);
});

test('takes certificates in both spellings', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'schema-engine-'));
  const file = join(folder, 'root.pem');
  await writeFile(file, 'certificate');
  const encoded = encodeURIComponent(file);
  for (const parameters of [`sslrootcert=${encoded}`, `sslcert=${encoded}`]) {
    const { tlsOptions } = parseConnectionString(`postgresql://u@h/db?sslmode=verify-ca&${parameters}`);
    expect(String(tlsOptions.ca)).toBe('certificate');
  }
  const both = parseConnectionString(`postgresql://u@h/db?sslcert=${encoded}&sslkey=${encoded}`);
  expect(String(both.tlsOptions.cert)).toBe('certificate');
  expect(both.tlsOptions.ca).toBeUndefined();
  await rm(folder, { recursive: true });
  expect(() => parseConnectionString(`postgresql://u@h/db?sslrootcert=${encoded}`)).toThrow(
    expect.objectContaining({ code: 'P1011' }),
  );
});

test.each([
  'mysql://u:secret@h/db',
  'prisma+postgres://accelerate/?api_key=secret',
  'secret',
  'postgresql://u:secret%zz@h/db',
  'postgresql://u:secret@h:port/db',
  'postgresql://u:secret@h/db?sslmode=maybe',
])('refuses %s without repeating it', (connectionString) => {
  expect(() => parseConnectionString(connectionString)).toThrow(
    expect.objectContaining({ code: 'P1013', message: expect.not.stringContaining('secret') }),
  );
});
