import { expect, test } from 'vitest';
import { assertDirect, parseDirectly } from './direct-address.ts';

const pooled = 'postgresql://u:p@pooler:6543/db?pgbouncer=true&schema=shop';

test('takes the direct address beside a pooled one, and keeps the schema', () => {
  const address = parseDirectly(pooled, { DIRECT_URL: 'postgresql://u:p@server:5432/db' });
  expect(address).toMatchObject({ host: 'server', port: 5432, schema: 'shop', isPooled: false });
  expect(() => assertDirect(address)).not.toThrow();
});

test('leaves an address alone that is not pooled', () => {
  const env = { DIRECT_URL: 'postgresql://u@elsewhere/other' };
  expect(parseDirectly('postgresql://u@h/db', env)).toMatchObject({ host: 'h', database: 'db' });
});

test('refuses a direct address to another database, and a pooled one alone, without secrets', () => {
  const refusal = expect.objectContaining({
    code: 'POOLED_CONNECTION',
    message: expect.not.stringContaining('secret'),
  });
  expect(() => parseDirectly(pooled, { DIRECT_URL: 'postgresql://u:secret@server/other' })).toThrow(refusal);
  expect(() => assertDirect(parseDirectly(pooled, {}))).toThrow(refusal);
});
