import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createTestDatabase } from '@org/db-testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { query, snapshot } from '../../test/snapshot.ts';
import { runSeeds, type TenantDefinition } from './index.ts';

const EXAMPLE = path.join(import.meta.dirname, '../../prisma/tenants/new-distributor.json');
/** Nothing listens here: a file that is wrong has to be found before the database is asked. */
const NOWHERE = 'postgresql://nobody@127.0.0.1:1/none';
const ACME = { slug: 'acme', name: 'Acme', contactEmail: 'office@acme.example' } satisfies TenantDefinition;

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'seeds-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

async function messageOf(content: unknown): Promise<string> {
  const file = path.join(directory, 'tenant.json');
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
  const error = await runSeeds({ url: NOWHERE, tenantFiles: [file] }).catch(
    (cause: unknown) => cause as Error,
  );
  expect(error).toMatchObject({ code: 'SEED_FILE_INVALID', message: expect.stringContaining(file) });
  return (error as Error).message;
}

test('the example file adds its tenant, once, and no demo tenant', async () => {
  await using database = await createTestDatabase();
  const url = database.url('owner');
  const { logins } = await runSeeds({ url, tenantFiles: [EXAMPLE] });
  expect(logins).toMatchObject([
    {
      tenant: 'new-distributor',
      email: 'admin@new-distributor.example',
      role: 'commerce:admin',
      created: true,
    },
  ]);
  expect(
    await query(
      url,
      `SELECT t.slug, t.name, t.subscription_tier AS tier, s.default_sample_allowance_per_rep AS samples,
         s.require_manager_approval_above AS approval, s.timezone, r.state, r.rate
       FROM core.tenants t JOIN core.tenant_settings s ON s.tenant_id = t.id
       JOIN commerce.state_tax_rates r ON r.tenant_id = t.id`,
    ),
  ).toEqual([
    {
      slug: 'new-distributor',
      name: 'New Distributor LLC',
      tier: 'starter',
      samples: 24,
      approval: '2500.00',
      timezone: 'America/New_York',
      state: 'NY',
      rate: '0.08000',
    },
  ]);

  const before = await snapshot(url);
  await runSeeds({ url, tenantFiles: [EXAMPLE] });
  expect(await snapshot(url)).toEqual(before);
});

test('a tenant that exists is left alone, whatever the definition says', async () => {
  await using database = await createTestDatabase();
  const url = database.url('owner');
  await runSeeds({ url, tenantFiles: [ACME] });
  const before = await snapshot(url);
  const intruder = { name: 'Ivy', email: 'ivy@elsewhere.example' };
  const report = await runSeeds({ url, tenantFiles: [{ ...ACME, name: 'Other', administrator: intruder }] });
  expect(await snapshot(url)).toEqual(before);
  expect(report.logins).toEqual([]);
  expect(report.steps).toContainEqual({ tenant: 'acme', step: 'tenant', created: 0, unchanged: 1 });
});

test('an administrator gets the role of each system that is named', async () => {
  await using database = await createTestDatabase();
  const administrator = {
    name: 'Ann',
    email: 'Ann@Acme.example',
    systems: ['workforce' as const, 'construction' as const],
  };
  const { logins } = await runSeeds({
    url: database.url('owner'),
    tenantFiles: [{ ...ACME, administrator }],
  });
  expect(logins).toMatchObject([{ email: 'ann@acme.example', role: 'workforce:ADMIN, construction:ADMIN' }]);
});

test('all problems of a file are named with their fields', async () => {
  const message = await messageOf({
    ...ACME,
    slug: 'Acme Ltd',
    tier: 'gold',
    settings: {
      timezone: 'Mars/Olympus',
      minimumOrdersForPaceCalc: 1,
      requireManagerApprovalAbove: '12.345',
    },
    taxRates: [
      { state: 'CA', rate: '9', validFrom: '2024-01-01' },
      { state: 'CA', rate: '0.09', validFrom: '2024-06-01' },
    ],
  });
  for (const place of [
    'slug: ',
    'unknown field "tier"',
    'settings.timezone: ',
    'settings.minimumOrdersForPaceCalc: ',
    'settings.requireManagerApprovalAbove: ',
    'taxRates[0].rate: ',
  ]) {
    expect(message).toContain(`\n  ${place}`);
  }
});

test('overlapping tax periods are named', async () => {
  const message = await messageOf({
    ...ACME,
    taxRates: [
      { state: 'CA', rate: '0.08', validFrom: '2024-01-01', validTo: '2024-06-30' },
      { state: 'NY', rate: '0.08', validFrom: '2024-01-01' },
      { state: 'CA', rate: '0.09', validFrom: '2024-06-30' },
    ],
  });
  expect(message).toMatch(/taxRates\[2\]: .*taxRates\[0\]/);
});

test('what is not JSON is told by line and column, and not quoted', async () => {
  expect(await messageOf('{\n  "slug": "acme",\n  "password": secret\n}')).toMatch(
    /line 3, column 15: this is not JSON/,
  );
  expect(await messageOf('{ "slug": "acme"')).toMatch(/line 1, column 17/);
  expect(await messageOf('{ "password": secret }')).not.toContain('secret');
});

test('a file that is not there, and a slug that two definitions share', async () => {
  const url = NOWHERE;
  await expect(runSeeds({ url, tenantFiles: ['no/such.json'] })).rejects.toThrow(
    /no\/such\.json.*\n.*no such file/,
  );
  await expect(runSeeds({ url, tenantFiles: [ACME, ACME] })).rejects.toMatchObject({
    code: 'SEED_FILE_INVALID',
    message: expect.stringContaining('tenantFiles[0]'),
  });
});
