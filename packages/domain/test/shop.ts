import type { TenantClient } from '@org/db';
import type { PortalClients } from '../src/commerce/clients.ts';
import { createTenantFixture, type TenantFixture } from './tenants.ts';

/** A tenant that sells: two customers with a portal user each, a manager and a rep, California at 9 %. */
export interface Shop {
  readonly fixture: TenantFixture;
  readonly client: TenantClient;
  readonly managerId: string;
  readonly repId: string;
  readonly harbor: Buyer;
  readonly market: Buyer;
  readonly roleId: string;
  /** Something to sell, in stock at places, with a price for everybody. */
  addSku(options?: SkuOptions): Promise<{ skuId: string; productId: string; code: string }>;
  close(): Promise<void>;
}

export interface Buyer {
  readonly customerId: string;
  readonly portalUserId: string;
  /** The clients of its portal user. */
  readonly clients: PortalClients;
  /** Its portal user as the one who acts. */
  readonly actor: { readonly kind: 'portal'; readonly portalUserId: string; readonly customerId: string };
}

export interface SkuOptions {
  readonly price?: string | null;
  readonly stock?: Readonly<Record<string, string>>;
  readonly product?: { readonly portalVisible?: boolean; readonly exclusiveCustomerId?: string };
}

let count = 0;

async function addUser(client: TenantClient, name: string): Promise<string> {
  const { id } = await client.user.create({
    data: { name, email: `${name}@example.com`, passwordHash: 'x', status: 'ACTIVE' },
    select: { id: true },
  });
  return id;
}

export async function addBuyer(
  fixture: Pick<TenantFixture, 'db'>,
  tenant: { readonly tenantId: string; readonly client: TenantClient },
  options: {
    readonly code: string;
    readonly roleId: string;
    readonly tier: 'basic' | 'standard' | 'premium';
  },
): Promise<Buyer> {
  const { client, tenantId } = tenant;
  const { code, roleId, tier } = options;
  const { id: customerId } = await client.customer.create({
    data: { code, name: code, state: 'CA', tier },
    select: { id: true },
  });
  const { id: portalUserId } = await client.portalUser.create({
    data: {
      customerId,
      roleId,
      name: code,
      email: `${code.toLowerCase()}@example.com`,
      passwordHash: 'x',
      status: 'ACTIVE',
    },
    select: { id: true },
  });
  return {
    customerId,
    portalUserId,
    actor: { kind: 'portal', portalUserId, customerId },
    clients: {
      portal: fixture.db.forTenant({ tenantId, portalUser: { id: portalUserId, customerId, tier } }),
      tenant: fixture.db.forTenant({ tenantId, actingPortalUserId: portalUserId }),
      customerId,
    },
  };
}

/** A database of its own with a shop. */
export async function createShop(): Promise<Shop> {
  const fixture = await createTenantFixture();
  const { client } = fixture;
  const { id: roleId } = await fixture.db.asAdmin({ actor: 'test', reason: 'make a role' }, (admin) =>
    admin.role.create({
      data: { system: 'commerce', name: 'portal_user', description: 'Orders' },
      select: { id: true },
    }),
  );
  await client.tenantSettings.updateMany({ data: { portalEnabled: true, cartEnabled: true } });
  await client.stateTaxRate.create({
    data: { state: 'CA', rate: '0.09', validFrom: new Date('2020-01-01') },
  });
  const [managerId, repId] = [await addUser(client, 'manager'), await addUser(client, 'rep')];
  return {
    fixture,
    client,
    managerId,
    repId,
    roleId,
    harbor: await addBuyer(fixture, fixture, { code: 'HARBOR', roleId, tier: 'premium' }),
    market: await addBuyer(fixture, fixture, { code: 'MARKET', roleId, tier: 'standard' }),
    addSku: (options) => addSku(client, options),
    close: () => fixture.close(),
  };
}

export async function addSku(client: TenantClient, options: SkuOptions = {}) {
  count += 1;
  const code = `SKU-${count}`;
  const product = await client.product.create({
    data: { code: `P-${count}`, name: code, ...options.product },
    select: { id: true },
  });
  const sku = await client.sku.create({
    data: { productId: product.id, code, name: code },
    select: { id: true },
  });
  if (options.price !== null) {
    await client.priceListEntry.create({
      data: { skuId: sku.id, unitPrice: options.price ?? '10', validFrom: new Date('2020-01-01') },
    });
  }
  for (const [location, onHand] of Object.entries(options.stock ?? { MAIN: '100' })) {
    await client.inventory.create({ data: { skuId: sku.id, location, onHand } });
  }
  return { skuId: sku.id, productId: product.id, code };
}

/** What is in the house and what is promised of a SKU, by location. */
export async function stockOf(client: TenantClient, skuId: string) {
  const rows = await client.inventory.findMany({ where: { skuId }, orderBy: { location: 'asc' } });
  return Object.fromEntries(
    rows.map((row) => [row.location, { onHand: row.onHand.toNumber(), reserved: row.reserved.toNumber() }]),
  );
}

/** Types of the events of an entity, in order. */
export async function eventsOf(client: TenantClient, entityId: string): Promise<string[]> {
  const events = await client.webhookEvent.findMany({ where: { entityId }, orderBy: { sequence: 'asc' } });
  return events.map((event) => event.type);
}

/** A refusal's code, so that a test says which one it expects. */
export async function codeOf(attempt: Promise<unknown>): Promise<string> {
  try {
    await attempt;
    return 'DONE';
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
}
