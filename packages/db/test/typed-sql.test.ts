import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { runPrisma } from '@org/db-migrate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TenantClient } from '../src/client/tenant-client.ts';
import { codeOf, createFixture, type Fixture, person } from './two-tenants.ts';

// A service's own `.sql` file, from which Prisma generates a function.
type Query = Parameters<TenantClient['$queryRawTyped']>[0];
let fixture: Fixture;
let folder: string;
let usersNamed: (name: string) => Query;

const SCHEMA = `
generator client {
  provider            = "prisma-client"
  output              = "../generated"
  previewFeatures     = ["typedSql"]
  moduleFormat        = "esm"
  importFileExtension = "ts"
}
datasource db {
  provider = "postgresql"
}
model Unused {
  id Int @id
}
`;

beforeAll(async () => {
  fixture = await createFixture();
  folder = await mkdtemp(path.join(tmpdir(), 'org-db-typed-sql-'));
  await mkdir(path.join(folder, 'prisma', 'sql'), { recursive: true });
  await symlink(path.resolve(import.meta.dirname, '../node_modules'), path.join(folder, 'node_modules'));
  await writeFile(path.join(folder, 'package.json'), '{ "type": "module" }');
  await writeFile(
    path.join(folder, 'prisma.config.ts'),
    `export default { schema: 'prisma/schema.prisma', datasource: { url: process.env.DATABASE_URL } };`,
  );
  await writeFile(path.join(folder, 'prisma', 'schema.prisma'), SCHEMA);
  await writeFile(
    path.join(folder, 'prisma', 'sql', 'usersNamed.sql'),
    'select tenant_id as "tenantId", name from core.users where name = $1',
  );
  const { exitCode, stdout, stderr } = await runPrisma({
    project: folder,
    args: ['generate', '--sql'],
    env: { DATABASE_URL: fixture.database.superuserUrl },
  });
  expect(exitCode, stdout + stderr).toBe(0);
  const generated = await import(pathToFileURL(path.join(folder, 'generated', 'sql.ts')).href);
  usersNamed = generated.usersNamed;
  for (const tenantId of fixture.tenants)
    await fixture.db.forTenant({ tenantId }).user.create({ data: person('same') });
});
afterAll(async () => {
  await fixture?.end();
  if (folder) await rm(folder, { recursive: true, force: true });
});

test('a generated query runs as its client’s tenant, alone, in a transaction and in an array', async () => {
  for (const tenantId of fixture.tenants) {
    const client = fixture.db.forTenant({ tenantId });
    const rows = [{ tenantId, name: 'same' }];
    expect(await client.$queryRawTyped(usersNamed('same'))).toEqual(rows);
    expect(await client.$transaction((tx) => tx.$queryRawTyped(usersNamed('same')))).toEqual(rows);
    expect(await client.$transaction([client.$queryRawTyped(usersNamed('same'))])).toEqual([rows]);
  }
});

test('without a context it does not reach the database', async () => {
  const { db, tenants } = fixture;
  const client = db.forTenant({ tenantId: tenants[0] });
  const hidden = Reflect.get(client, '_originalClient') as object;
  const root = Object.getPrototypeOf(Object.getPrototypeOf(hidden)) as TenantClient;
  expect(await codeOf(root.$queryRawTyped(usersNamed('same')).then((rows) => rows))).toBe(
    'TENANT_CONTEXT_MISSING',
  );
});
