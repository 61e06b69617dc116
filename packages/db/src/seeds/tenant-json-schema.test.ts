import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { tenantDefinitionSchema } from './tenant-definition.ts';
import { tenantJsonSchema } from './tenant-json-schema.ts';

const tenants = path.join(import.meta.dirname, '..', '..', 'prisma', 'tenants');
const read = async (name: string) => JSON.parse(await readFile(path.join(tenants, name), 'utf8'));

test('the published schema is the one that files are checked by', async () => {
  // Stale? Write it anew: pnpm --filter @org/db generate:tenant-schema
  expect(await read('tenant.schema.json')).toEqual(tenantJsonSchema());
});

test('it names what is needed, refuses what is unknown, and knows the shape of decimals', () => {
  const schema = tenantJsonSchema() as {
    required: string[];
    additionalProperties: boolean;
    properties: Record<string, { properties?: Record<string, unknown>; enum?: string[] }>;
  };
  expect(schema.required).toEqual(['slug', 'name', 'contactEmail']);
  expect(schema.additionalProperties).toBe(false);
  expect(schema.properties.status?.enum).toEqual(['TRIAL', 'ACTIVE', 'SUSPENDED', 'ARCHIVED']);
  expect(JSON.stringify(schema.properties.settings?.properties?.revenueHealthDropPercent)).toContain(
    String.raw`"pattern":"^\\d{1,3}(\\.\\d{1,2})?$"`,
  );
});

test('the example points to it, and keeps to it', async () => {
  const example = await read('new-distributor.json');
  expect(example.$schema).toBe('./tenant.schema.json');
  expect(tenantDefinitionSchema.safeParse(example).success).toBe(true);
});
