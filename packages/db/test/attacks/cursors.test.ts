import { createHmac } from 'node:crypto';
import { beforeAll, expect, test } from 'vitest';
import type { TenantClient } from '../../src/client/tenant-client.ts';
import { paginate } from '../../src/pagination/paginate.ts';
import { codeOf, person } from '../two-tenants.ts';
import { portalContext, useAttack } from './attack-fixture.ts';

// Cursors of pages: made by somebody else, for something else, or by the attacker.
const attack = useAttack();

interface List {
  readonly cursor?: string | undefined;
  readonly resource?: string;
  readonly filters?: unknown;
  readonly order?: readonly { field: 'id' | 'name'; direction: 'asc' | 'desc' }[];
}

function page(client: TenantClient, list: List = {}) {
  const { resource = 'users', order = [{ field: 'id', direction: 'asc' }], filters, cursor } = list;
  return paginate(client, { resource, order, limit: 1, filters, cursor }, ({ where, orderBy, take }) =>
    client.user.findMany({ where, orderBy, take, select: { id: true, name: true, tenantId: true } }),
  );
}

let foreignCursor = '';
let ownCursor = '';
beforeAll(async () => {
  const { client, victim } = attack();
  for (const one of [client, victim])
    await one.user.createMany({ data: [person('a'), person('b'), person('c')] });
  foreignCursor = (await page(victim)).page.next ?? '';
  ownCursor = (await page(client)).page.next ?? '';
  expect(foreignCursor.length).toBeGreaterThan(40);
});

function altered(at: number): string {
  const bytes = Buffer.from(ownCursor, 'base64url');
  const index = at < 0 ? bytes.length + at : at;
  bytes[index] = (bytes[index] ?? 0) ^ 1;
  return bytes.toString('base64url');
}

/** A cursor signed with another secret, in the very form of a true one. */
function signedBy(secret: string, body: string): string {
  const mac = createHmac('sha256', secret).update('org-db cursor 0:').update(body).digest();
  return Buffer.concat([mac, Buffer.from(body)]).toString('base64url');
}

test.each<[string, () => List]>([
  ['another tenant’s', () => ({ cursor: foreignCursor })],
  ['of another list', () => ({ cursor: ownCursor, resource: 'customers' })],
  ['of other filters', () => ({ cursor: ownCursor, filters: { name: 'x' } })],
  ['of another order', () => ({ cursor: ownCursor, order: [{ field: 'id', direction: 'desc' }] })],
  ['with a bit of its signature changed', () => ({ cursor: altered(0) })],
  ['with a bit of its place changed', () => ({ cursor: altered(-3) })],
  ['cut short', () => ({ cursor: ownCursor.slice(0, -4) })],
  ['its signature alone', () => ({ cursor: ownCursor.slice(0, 43) })],
  ['longer', () => ({ cursor: `${ownCursor}AAAA` })],
  ['signed with nothing', () => ({ cursor: signedBy('', '[0,"x"]') })],
  ['signed with a guess', () => ({ cursor: signedBy('secret', '[0,"x"]') })],
  [
    'of another’s signature and its own place',
    () => ({
      cursor: Buffer.concat([
        Buffer.from(foreignCursor, 'base64url').subarray(0, 32),
        Buffer.from(ownCursor, 'base64url').subarray(32),
      ]).toString('base64url'),
    }),
  ],
  ['empty', () => ({ cursor: '' })],
  ['SQL', () => ({ cursor: `' or 1=1 --` })],
  ['JSON', () => ({ cursor: '[0,{"$ne":null}]' })],
  ['huge', () => ({ cursor: 'A'.repeat(1_000_000) })],
])('a cursor that is %s is refused', async (_name, list) => {
  expect(await codeOf(page(attack().client, list()))).toBe('CURSOR_INVALID');
});

test('a portal user’s is not the staff’s, nor another portal user’s', async () => {
  const { db, own, portal, client } = attack();
  const products = (on: TenantClient, cursor?: string) =>
    paginate(
      on,
      { resource: 'offers', order: [{ field: 'id', direction: 'asc' }], limit: 1, cursor },
      (query) => on.priceListEntry.findMany({ where: query.where, orderBy: query.orderBy, take: query.take }),
    );
  const { page: first } = await products(portal);
  const other = db.forTenant({
    tenantId: own.tenantId,
    portalUser: { ...portalContext(own).portalUser, id: own.otherPortalUser },
  });
  expect(await codeOf(products(other, first.next ?? ''))).toBe('CURSOR_INVALID');
  expect(await codeOf(products(client, first.next ?? ''))).toBe('CURSOR_INVALID');
});

test('its own leads through its own rows, to the end', async () => {
  const { client, own } = attack();
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const { data, page: place } = await page(client, { cursor });
    seen.push(...data.map((row) => row.tenantId));
    cursor = place.next ?? undefined;
  } while (cursor);
  expect(seen).toEqual(Array(4).fill(own.tenantId));
});
