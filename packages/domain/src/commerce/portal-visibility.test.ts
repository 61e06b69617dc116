import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addBuyer, type Buyer, codeOf, createShop, type Shop } from '../../test/shop.ts';
import { deliverInvoice } from './deliver-invoice.ts';
import { getInvoice } from './get-invoice.ts';
import { getOrder } from './get-order.ts';
import { getProduct } from './get-product.ts';
import { getSku } from './get-sku.ts';
import { issueInvoice } from './issue-invoice.ts';
import { openCart } from './open-cart.ts';
import { placeOrder } from './place-order.ts';
import { putCartItem } from './put-cart-item.ts';
import { recordPayment } from './record-payment.ts';

interface Traded {
  readonly orderId: string;
  readonly invoiceId: string;
  readonly cartId: string;
}

let shop: Shop;
let offered: Awaited<ReturnType<Shop['addSku']>>;
let hidden: typeof offered;
let harborsOwn: typeof offered;
let marketsOwn: typeof offered;
let harbor: Traded;
let market: Traded;
/** Another portal user of Harbor's. */
let colleague: Buyer;

async function trade(buyer: Buyer): Promise<Traded> {
  const { customerId, actor, clients } = buyer;
  const order = await placeOrder(shop.client, {
    customerId,
    lines: [{ skuId: offered.skuId, quantity: 1 }],
    actor: { userId: shop.managerId, mayApprove: true },
  });
  const invoice = await issueInvoice(shop.client, { orderId: order.id });
  await recordPayment(shop.client, { invoiceId: invoice.id, amount: '1', method: 'CARD' });
  const cart = await openCart(clients, { customerId, actor });
  await putCartItem(clients, { cartId: cart.id, skuId: offered.skuId, quantity: 1 });
  const list = await clients.portal.list.create({
    data: { customerId, portalUserId: buyer.portalUserId, name: 'Favourites' },
  });
  await clients.portal.listItem.create({ data: { listId: list.id, skuId: offered.skuId } });
  await shop.client.notification.create({
    data: { portalUserId: buyer.portalUserId, type: 'INFO', channel: 'IN_APP', title: 'Hello', body: 'x' },
  });
  return { orderId: order.id, invoiceId: invoice.id, cartId: cart.id };
}

beforeAll(async () => {
  shop = await createShop();
  offered = await shop.addSku();
  hidden = await shop.addSku({ product: { portalVisible: false } });
  harborsOwn = await shop.addSku({ product: { exclusiveCustomerId: shop.harbor.customerId } });
  marketsOwn = await shop.addSku({ product: { exclusiveCustomerId: shop.market.customerId } });
  await shop.client.supplier.create({ data: { code: 'S', name: 'S' } });
  harbor = await trade(shop.harbor);
  market = await trade(shop.market);
  const { fixture, roleId } = shop;
  const extra = await addBuyer(fixture, fixture, { code: 'EXTRA', roleId, tier: 'premium' });
  const { id: portalUserId } = await shop.client.portalUser.create({
    data: {
      customerId: shop.harbor.customerId,
      roleId,
      name: 'colleague',
      email: 'colleague@example.com',
      passwordHash: 'x',
    },
  });
  const { customerId } = shop.harbor;
  const portalUser = { id: portalUserId, customerId, tier: 'premium' as const };
  colleague = {
    ...extra,
    customerId,
    portalUserId,
    actor: { kind: 'portal', portalUserId, customerId },
    clients: {
      portal: fixture.db.forTenant({ tenantId: fixture.tenantId, portalUser }),
      tenant: fixture.db.forTenant({ tenantId: fixture.tenantId, actingPortalUserId: portalUserId }),
      customerId,
    },
  };
  await trade(colleague);
});
afterAll(() => shop.close());

const portal = () => shop.harbor.clients.portal;

describe('of what is its customer’s, a portal user sees all', () => {
  test.each(['order', 'orderLine', 'invoice', 'payment'] as const)('%s', async (model) => {
    // Each delegate has the same method, and no common type.
    const delegate = portal()[model] as unknown as { findMany(): Promise<{ customerId: string }[]> };
    const rows = await delegate.findMany();
    expect(rows.length).toBe(2);
    expect(new Set(rows.map((row) => row.customerId))).toEqual(new Set([shop.harbor.customerId]));
  });
});

describe('of what is its own, a portal user sees its own only, not a colleague’s', () => {
  test.each(['cart', 'cartItem', 'list', 'listItem', 'notification'] as const)('%s', async (model) => {
    const delegate = portal()[model] as unknown as { findMany(): Promise<{ portalUserId: string }[]> };
    const rows = await delegate.findMany();
    expect(rows.map((row) => row.portalUserId)).toEqual([shop.harbor.portalUserId]);
  });

  test('portalUser', async () => {
    expect((await portal().portalUser.findMany()).map((user) => user.id)).toEqual([shop.harbor.portalUserId]);
  });
});

describe('of what is sold, a portal user sees what its customer may buy', () => {
  test.each(['product', 'sku', 'priceListEntry'] as const)('%s', async (model) => {
    const delegate = portal()[model] as unknown as {
      findMany(): Promise<{ id: string; productId?: string; skuId?: string }[]>;
    };
    const rows = await delegate.findMany();
    const ids = rows.map((row) => row.skuId ?? row.productId ?? row.id).sort();
    const by = model === 'priceListEntry' ? 'skuId' : 'productId';
    expect(ids).toEqual([offered[by], harborsOwn[by]].sort());
  });

  test('not the prices of another customer or tier', async () => {
    const add = (data: object) =>
      shop.client.priceListEntry.create({
        data: { skuId: offered.skuId, unitPrice: '1', validFrom: new Date('2020-01-01'), ...data },
      });
    const mine = await add({ customerId: shop.harbor.customerId, minQuantity: '100' });
    const myTier = await add({ tier: 'premium', minQuantity: '200' });
    await add({ customerId: shop.market.customerId });
    await add({ tier: 'standard' });
    const seen = await portal().priceListEntry.findMany({ where: { skuId: offered.skuId, unitPrice: 1 } });
    expect(seen.map((row) => row.id).sort()).toEqual([mine.id, myTier.id].sort());
    const { prices } = await getSku(shop.harbor.clients, { skuId: offered.skuId });
    expect(prices).toEqual([
      { minQuantity: '1', unitPrice: '10.0000', currency: 'USD' },
      { minQuantity: '100', unitPrice: '1.0000', currency: 'USD' },
    ]);
  });
});

test('of everything else, a portal user sees nothing', async () => {
  const tables = await shop.client.$queryRaw<{ name: string }[]>`
    SELECT format('%I.%I', n.nspname, c.relname) AS name FROM pg_class AS c
    JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE n.nspname IN ('core', 'commerce', 'planning') AND c.relkind IN ('r', 'p') AND NOT c.relispartition
      AND EXISTS (
        SELECT FROM pg_attribute AS a WHERE a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped
      )
      AND has_table_privilege(c.oid, 'SELECT')`;
  const shown = new Set(
    ['order', 'order_line', 'invoice', 'payment', 'cart', 'cart_item', 'list', 'list_item', 'portal_user']
      .concat('product', 'sku', 'price_list_entrie')
      .map((name) => `commerce.${name}s`)
      .concat('core.notifications'),
  );
  const others = tables.map((table) => table.name).filter((name) => !shown.has(name));
  expect(others).toEqual(expect.arrayContaining(['commerce.customers', 'commerce.inventory', 'core.users']));
  const filled: string[] = [];
  for (const name of others) {
    const count = `SELECT count(*)::int AS n FROM ${name}`;
    const [mine] = await portal().$queryRawUnsafe<{ n: number }[]>(count);
    const [all] = await shop.client.$queryRawUnsafe<{ n: number }[]>(count);
    expect(mine?.n, name).toBe(0);
    if ((all?.n ?? 0) > 0) filled.push(name);
  }
  // Otherwise the tables were only empty.
  expect(filled).toEqual(
    expect.arrayContaining([
      'commerce.customers',
      'commerce.inventory',
      'commerce.suppliers',
      'commerce.state_tax_rates',
      'core.users',
      'core.tenant_settings',
      'core.webhook_events',
      'core.audit_logs',
    ]),
  );
});

describe('a portal user writes nothing but its own carts and lists:', () => {
  const anything = '00000000-0000-7000-8000-000000000000';
  const denied = (code: string) => expect(['TENANT_VIOLATION', 'PERMISSION_DENIED']).toContain(code);

  test('no orders, invoices or payments', async () => {
    const { customerId } = shop.harbor;
    const totals = { subtotal: '1', taxTotal: '0', total: '1' };
    denied(
      await codeOf(
        portal().order.create({
          data: { number: 'X', customerId, taxState: 'CA', taxRate: '0', ...totals },
        }),
      ),
    );
    denied(
      await codeOf(
        portal().invoice.create({
          data: { number: 'X', customerId, orderId: harbor.orderId, dueOn: new Date(), ...totals },
        }),
      ),
    );
    denied(
      await codeOf(
        portal().payment.create({
          data: { invoiceId: harbor.invoiceId, customerId, amount: '1', method: 'CASH' },
        }),
      ),
    );
  });

  test('no changes of what it sees', async () => {
    const client = portal();
    expect(await client.order.updateMany({ data: { status: 'DELIVERED' } })).toEqual({ count: 0 });
    expect(await client.invoice.updateMany({ data: { amountPaid: '0' } })).toEqual({ count: 0 });
    expect(await client.payment.deleteMany()).toEqual({ count: 0 });
    expect(await client.priceListEntry.updateMany({ data: { unitPrice: '0' } })).toEqual({ count: 0 });
    expect(await client.product.updateMany({ data: { name: 'Free' } })).toEqual({ count: 0 });
    expect(await client.sku.deleteMany()).toEqual({ count: 0 });
    expect(await client.portalUser.updateMany({ data: { customerId: shop.market.customerId } })).toEqual({
      count: 0,
    });
    expect(await client.inventory.updateMany({ data: { reserved: '0' } })).toEqual({ count: 0 });
  });

  test('no cart or list of somebody else, and none that changes hands', async () => {
    const { market: other } = shop;
    denied(
      await codeOf(
        portal().cart.create({ data: { customerId: other.customerId, portalUserId: other.portalUserId } }),
      ),
    );
    denied(
      await codeOf(
        portal().cart.create({ data: { customerId: shop.harbor.customerId, userId: shop.repId } }),
      ),
    );
    denied(
      await codeOf(
        portal().cartItem.create({ data: { cartId: market.cartId, skuId: offered.skuId, quantity: '1' } }),
      ),
    );
    expect(
      await portal().cart.updateMany({ where: { id: market.cartId }, data: { status: 'ABANDONED' } }),
    ).toEqual({ count: 0 });
    const handOver = portal().cart.updateMany({
      where: { id: harbor.cartId },
      data: { portalUserId: other.portalUserId, customerId: other.customerId },
    });
    expect(await codeOf(handOver)).toBe('CHECK_VIOLATION');
    const notify = portal().notification.create({
      data: { userId: shop.repId, type: 'INFO', channel: 'IN_APP', title: 'x', body: 'x' },
    });
    denied(await codeOf(notify));
  });

  test('no rows at all in tables that it does not see', async () => {
    denied(await codeOf(portal().inventory.create({ data: { skuId: offered.skuId, location: 'MINE' } })));
    denied(await codeOf(portal().customer.create({ data: { code: 'Y', name: 'Y', state: 'CA' } })));
    denied(
      await codeOf(
        portal().webhookEvent.create({ data: { type: 'x', entity: 'x', entityId: anything, payload: {} } }),
      ),
    );
  });
});

describe('through the workflows', () => {
  test('orders are its customer’s, a colleague’s too', async () => {
    const read = (orderId: string) => codeOf(getOrder(shop.harbor.clients, { orderId }));
    expect(await read(harbor.orderId)).toBe('DONE');
    expect(await read(market.orderId)).toBe('NOT_FOUND');
    const order = await getOrder(colleague.clients, { orderId: harbor.orderId });
    expect(order.lines[0]).toMatchObject({ skuCode: offered.code, lineTotal: '10.00' });
  });

  test('an old order stays readable when its SKU is not offered any more, without its name', async () => {
    const once = await shop.addSku();
    const { id: orderId } = await placeOrder(shop.client, {
      customerId: shop.harbor.customerId,
      lines: [{ skuId: once.skuId, quantity: 1 }],
      actor: { userId: shop.managerId, mayApprove: true },
    });
    await shop.client.product.updateMany({ where: { id: once.productId }, data: { portalVisible: false } });
    const order = await getOrder(shop.harbor.clients, { orderId });
    expect(order.lines[0]).toMatchObject({ skuId: once.skuId, skuCode: null, skuName: null });
  });

  test('products and SKUs are those on offer', async () => {
    const read = ({ productId, skuId }: typeof offered) =>
      Promise.all([
        codeOf(getProduct(shop.harbor.clients, { productId })),
        codeOf(getSku(shop.harbor.clients, { skuId })),
      ]);
    expect(await read(offered)).toEqual(['DONE', 'DONE']);
    expect(await read(harborsOwn)).toEqual(['DONE', 'DONE']);
    expect(await read(hidden)).toEqual(['NOT_FOUND', 'NOT_FOUND']);
    expect(await read(marketsOwn)).toEqual(['NOT_FOUND', 'NOT_FOUND']);
  });

  test('invoices are those that the tenant shows', async () => {
    const show = (invoiceVisibility: 'NONE' | 'DELIVERED' | 'ALL') =>
      shop.client.tenantSettings.updateMany({ data: { invoiceVisibility } });
    const read = (invoiceId: string) => codeOf(getInvoice(shop.harbor.clients, { invoiceId }));
    await show('NONE');
    expect(await read(harbor.invoiceId)).toBe('NOT_FOUND');
    await show('DELIVERED');
    expect(await read(harbor.invoiceId)).toBe('NOT_FOUND');
    await show('ALL');
    expect(await read(harbor.invoiceId)).toBe('DONE');
    expect(await read(market.invoiceId)).toBe('NOT_FOUND');
    await show('DELIVERED');
    await deliverInvoice(shop.client, { invoiceId: harbor.invoiceId });
    expect(await getInvoice(shop.harbor.clients, { invoiceId: harbor.invoiceId })).toMatchObject({
      status: 'DELIVERED',
      payments: [{ amount: '1.00' }],
    });
  });

  test('nothing is readable where the portal is switched off', async () => {
    await shop.client.tenantSettings.updateMany({ data: { portalEnabled: false } });
    const { clients } = shop.harbor;
    expect(await codeOf(getOrder(clients, { orderId: harbor.orderId }))).toBe('PORTAL_DISABLED');
    expect(await codeOf(getInvoice(clients, { invoiceId: harbor.invoiceId }))).toBe('PORTAL_DISABLED');
    expect(await codeOf(getSku(clients, { skuId: offered.skuId }))).toBe('PORTAL_DISABLED');
    await shop.client.tenantSettings.updateMany({ data: { portalEnabled: true } });
  });
});
