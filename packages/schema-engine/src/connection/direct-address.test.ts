import { expect, test } from 'vitest';
import { parseDirectly } from './direct-address.ts';

const pooled = 'postgresql://u:p@pooler:6543/db?pgbouncer=true&schema=shop';

test('takes the direct address beside a pooled one, and keeps the schema', () => {
  const address = parseDirectly(pooled, { DIRECT_URL: 'postgresql://u:p@server:5432/db' });
  expect(address).toMatchObject({ host: 'server', port: 5432, schema: 'shop', isPooled: false });
});

test('tells a pooled address that has no other beside it', () => {
  expect(parseDirectly(pooled, {})).toMatchObject({ host: 'pooler', isPooled: true });
});

test('leaves an address alone that is not pooled', () => {
  const env = { DIRECT_URL: 'postgresql://u@elsewhere/other' };
  expect(parseDirectly('postgresql://u@h/db', env)).toMatchObject({ host: 'h', database: 'db' });
});

test('refuses a direct address to another database, without secrets', () => {
  const refusal = expect.objectContaining({
    code: 'POOLED_CONNECTION',
    message: expect.not.stringContaining('secret'),
  });
  expect(() => parseDirectly(pooled, { DIRECT_URL: 'postgresql://u:secret@server/other' })).toThrow(refusal);
});
