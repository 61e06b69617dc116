import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addSku, type Buyer, codeOf, createShop, type Shop, stockOf } from '../../test/shop.ts';
import { abandonCart } from './abandon-cart.ts';
import { type CheckOutCartInput, checkOutCart } from './check-out-cart.ts';
import type { Clients } from './clients.ts';
import { getCart } from './get-cart.ts';
import { listCarts } from './list-carts.ts';
import { openCart } from './open-cart.ts';
import { putCartItem } from './put-cart-item.ts';
import { removeCartItem } from './remove-cart-item.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await createShop();
});
afterAll(() => shop.close());
beforeEach(async () => {
  await shop.client.cart.updateMany({ where: { status: 'OPEN' }, data: { status: 'ABANDONED' } });
  await shop.client.tenantSettings.updateMany({
    data: { requireManagerApprovalAbove: null, portalEnabled: true, cartEnabled: true },
  });
});

const openAs = ({ clients, actor, customerId }: Buyer) => openCart(clients, { customerId, actor });

const checkOutAs = ({ clients, actor }: Buyer, cartId: string, more: Partial<CheckOutCartInput> = {}) =>
  checkOutCart(clients, { cartId, actor, ...more });

const staff = () => ({ kind: 'staff' as const, userId: shop.repId, mayApprove: false });
const openAsStaff = () => openCart(shop.client, { customerId: shop.harbor.customerId, actor: staff() });

describe('opening', () => {
  test('gives a portal user one open cart, however often and at once it asks', async () => {
    const carts = await Promise.all(Array.from({ length: 8 }, () => openAs(shop.harbor)));
    expect(new Set(carts.map((cart) => cart.id)).size).toBe(1);
    expect(carts[0]).toMatchObject({
      customerId: shop.harbor.customerId,
      portalUserId: shop.harbor.portalUserId,
      userId: null,
      status: 'OPEN',
      items: [],
      total: '0.00',
    });
  });

  test('gives staff one per customer', async () => {
    const carts = await Promise.all(Array.from({ length: 4 }, openAsStaff));
    expect(new Set(carts.map((cart) => cart.id)).size).toBe(1);
    const other = await openCart(shop.client, { customerId: shop.market.customerId, actor: staff() });
    expect(other.id).not.toBe(carts[0]?.id);
    expect(other).toMatchObject({ userId: shop.repId, portalUserId: null });
  });

  test("is refused for somebody else's customer", async () => {
    const foreign = { customerId: shop.market.customerId, actor: shop.harbor.actor };
    expect(await codeOf(openCart(shop.harbor.clients, foreign))).toBe('NOT_FOUND');
    const other = await shop.fixture.addTenant('cart-other');
    const attempt = openCart(other.client, { customerId: shop.harbor.customerId, actor: staff() });
    expect(await codeOf(attempt)).toBe('NOT_FOUND');
  });
});

describe('listing', () => {
  test('shows staff every cart, narrowed as asked, and a portal user its own', async () => {
    const mine = await openAs(shop.harbor);
    const others = await openAs(shop.market);
    const { skuId } = await shop.addSku();
    await putCartItem(shop.harbor.clients, { cartId: mine.id, skuId, quantity: 2 });
    const ids = async (clients: Clients, input = {}) =>
      (await listCarts(clients, { status: 'OPEN', ...input })).data.map((cart) => cart.id);
    expect((await ids(shop.client)).sort()).toEqual([mine.id, others.id].sort());
    expect(await ids(shop.client, { customerId: shop.market.customerId })).toEqual([others.id]);
    expect(await ids(shop.harbor.clients)).toEqual([mine.id]);
    expect((await listCarts(shop.harbor.clients)).data[0]).toMatchObject({ id: mine.id, itemCount: 1 });
  });
});

describe('filling', () => {
  test('sets quantities, prices lines and sums them up with tax', async () => {
    const { skuId, code } = await shop.addSku({ price: '10' });
    await shop.client.priceListEntry.create({
      data: {
        skuId,
        unitPrice: '8.3333',
        tier: 'premium',
        minQuantity: '3',
        validFrom: new Date('2020-01-01'),
      },
    });
    const cart = await openAs(shop.harbor);
    const put = (quantity: string | number) =>
      putCartItem(shop.harbor.clients, { cartId: cart.id, skuId, quantity });
    expect(await put(1)).toMatchObject({
      subtotal: '10.00',
      taxRate: '0.09',
      taxTotal: '0.90',
      total: '10.90',
    });
    expect(await put(3)).toMatchObject({
      items: [{ skuCode: code, quantity: '3', unitPrice: '8.3333', lineTotal: '25.00', problem: null }],
      subtotal: '25.00',
      taxTotal: '2.25',
      total: '27.25',
    });
    expect(await removeCartItem(shop.harbor.clients, { cartId: cart.id, skuId })).toMatchObject({
      items: [],
    });
    const again = removeCartItem(shop.harbor.clients, { cartId: cart.id, skuId });
    expect(await codeOf(again)).toBe('NOT_FOUND');
  });

  test('by two at once keeps one item', async () => {
    const { skuId } = await shop.addSku();
    const { id: cartId } = await openAsStaff();
    await Promise.all([1, 2, 3, 4].map((quantity) => putCartItem(shop.client, { cartId, skuId, quantity })));
    expect((await getCart(shop.client, { cartId })).items).toHaveLength(1);
  });

  test('is refused with what is not offered', async () => {
    const exclusive = await shop.addSku({ product: { exclusiveCustomerId: shop.market.customerId } });
    const hidden = await shop.addSku({ product: { portalVisible: false } });
    const gone = await shop.addSku();
    await shop.client.sku.updateMany({ where: { id: gone.skuId }, data: { status: 'DISCONTINUED' } });
    const foreign = await addSku((await shop.fixture.addTenant('cart-foreign-sku')).client);
    const { id: cartId } = await openAs(shop.harbor);
    const put = (clients: Clients, id: string, skuId: string) =>
      codeOf(putCartItem(clients, { cartId: id, skuId, quantity: 1 }));
    expect(await put(shop.harbor.clients, cartId, exclusive.skuId)).toBe('NOT_FOUND');
    expect(await put(shop.harbor.clients, cartId, hidden.skuId)).toBe('NOT_FOUND');
    expect(await put(shop.harbor.clients, cartId, gone.skuId)).toBe('SKU_UNAVAILABLE');
    expect(await put(shop.harbor.clients, cartId, foreign.skuId)).toBe('NOT_FOUND');

    const { id: staffCart } = await openAsStaff();
    expect(await put(shop.client, staffCart, exclusive.skuId)).toBe('SKU_UNAVAILABLE');
    expect(await put(shop.client, staffCart, hidden.skuId)).toBe('DONE');
    expect((await getCart(shop.harbor.clients, { cartId })).items).toEqual([]);
  });

  test('shows what cannot be ordered any more, and leaves it out of the sums', async () => {
    const fine = await shop.addSku({ price: '10' });
    const taken = await shop.addSku();
    const unpriced = await shop.addSku({ price: null });
    const { id: cartId } = await openAs(shop.harbor);
    for (const { skuId } of [fine, taken, unpriced]) {
      await putCartItem(shop.harbor.clients, { cartId, skuId, quantity: 1 });
    }
    await shop.client.product.updateMany({
      where: { id: taken.productId },
      data: { exclusiveCustomerId: shop.market.customerId },
    });
    const cart = await getCart(shop.harbor.clients, { cartId });
    expect(cart.items.map((item) => [item.skuCode, item.problem])).toEqual([
      [fine.code, null],
      [null, 'SKU_UNAVAILABLE'],
      [unpriced.code, 'PRICE_MISSING'],
    ]);
    expect(cart.subtotal).toBe('10.00');
    expect(await codeOf(checkOutAs(shop.harbor, cartId))).toBe('SKU_UNAVAILABLE');
    await removeCartItem(shop.harbor.clients, { cartId, skuId: taken.skuId });
    expect(await codeOf(checkOutAs(shop.harbor, cartId))).toBe('PRICE_MISSING');
  });
});

describe('checking out', () => {
  test('as a portal user makes an order of the customer, and closes the cart', async () => {
    const { skuId } = await shop.addSku({ price: '50', stock: { MAIN: '24' } });
    const { id: cartId } = await openAs(shop.harbor);
    const filled = await putCartItem(shop.harbor.clients, { cartId, skuId, quantity: 24 });
    const order = await checkOutAs(shop.harbor, cartId, { notes: 'Back door' });
    expect(order).toMatchObject({
      customerId: shop.harbor.customerId,
      portalUserId: shop.harbor.portalUserId,
      status: 'CONFIRMED',
      total: filled.total,
      notes: 'Back door',
    });
    expect(order.total).toBe('1308.00');
    expect(await getCart(shop.harbor.clients, { cartId })).toMatchObject({
      status: 'CHECKED_OUT',
      orderId: order.id,
    });
    expect(await stockOf(shop.client, skuId)).toEqual({ MAIN: { onHand: 24, reserved: 24 } });
    expect((await openAs(shop.harbor)).id).not.toBe(cartId);
    const [entry] = await shop.client.auditLog.findMany({ where: { entity: 'Order', entityId: order.id } });
    expect(entry).toMatchObject({ actorType: 'PORTAL_USER', actorId: shop.harbor.portalUserId });
  });

  test('as staff makes an order of the customer', async () => {
    const { skuId } = await shop.addSku();
    const { id: cartId } = await openAsStaff();
    await putCartItem(shop.client, { cartId, skuId, quantity: 2 });
    const order = await checkOutCart(shop.client, { cartId, actor: staff() });
    expect(order).toMatchObject({ portalUserId: null, salesRepId: shop.repId, subtotal: '20.00' });
  });

  test('ten times at once makes one order', async () => {
    const { skuId } = await shop.addSku({ stock: { MAIN: '100' } });
    const { id: cartId } = await openAs(shop.harbor);
    await putCartItem(shop.harbor.clients, { cartId, skuId, quantity: 3 });
    const codes = await Promise.all(
      Array.from({ length: 10 }, () => codeOf(checkOutAs(shop.harbor, cartId))),
    );
    expect(codes.filter((code) => code === 'DONE')).toHaveLength(1);
    expect(codes.filter((code) => code === 'STATE_ILLEGAL')).toHaveLength(9);
    expect(await stockOf(shop.client, skuId)).toEqual({ MAIN: { onHand: 100, reserved: 3 } });
  });

  test('with a key repeats its answer for this cart, and is refused for another', async () => {
    const { skuId } = await shop.addSku();
    const { id: cartId } = await openAs(shop.harbor);
    await putCartItem(shop.harbor.clients, { cartId, skuId, quantity: 3 });
    const orders = await Promise.all(
      Array.from({ length: 6 }, () => checkOutAs(shop.harbor, cartId, { idempotencyKey: 'cart' })),
    );
    expect(new Set(orders.map((order) => order.id)).size).toBe(1);

    const { id: next } = await openAs(shop.harbor);
    await putCartItem(shop.harbor.clients, { cartId: next, skuId, quantity: 3 });
    const reused = checkOutAs(shop.harbor, next, { idempotencyKey: 'cart' });
    expect(await codeOf(reused)).toBe('IDEMPOTENCY_KEY_REUSED');
    const { id: theirs } = await openAs(shop.market);
    await putCartItem(shop.market.clients, { cartId: theirs, skuId, quantity: 3 });
    const foreign = checkOutAs(shop.market, theirs, { idempotencyKey: 'cart' });
    expect(await codeOf(foreign)).toBe('IDEMPOTENCY_KEY_REUSED');
    expect(await codeOf(checkOutAs(shop.harbor, next, { idempotencyKey: 'another' }))).toBe('DONE');
  });

  test('waits for approval from the threshold on: a portal user never approves', async () => {
    await shop.client.tenantSettings.updateMany({ data: { requireManagerApprovalAbove: '10' } });
    const { skuId } = await shop.addSku();
    const { id: cartId } = await openAs(shop.harbor);
    await putCartItem(shop.harbor.clients, { cartId, skuId, quantity: 1 });
    expect(await checkOutAs(shop.harbor, cartId)).toMatchObject({ status: 'PENDING_APPROVAL' });
  });

  test('an empty cart, an abandoned one and an unknown one are refused', async () => {
    const { id: cartId } = await openAs(shop.harbor);
    expect(await codeOf(checkOutAs(shop.harbor, cartId))).toBe('CART_EMPTY');
    await abandonCart(shop.harbor.clients, { cartId });
    expect(await codeOf(checkOutAs(shop.harbor, cartId))).toBe('STATE_ILLEGAL');
    expect(await codeOf(abandonCart(shop.harbor.clients, { cartId }))).toBe('STATE_ILLEGAL');
    const { skuId } = await shop.addSku();
    const put = putCartItem(shop.harbor.clients, { cartId, skuId, quantity: 1 });
    expect(await codeOf(put)).toBe('STATE_ILLEGAL');
    expect(await codeOf(checkOutAs(shop.harbor, shop.repId))).toBe('NOT_FOUND');
  });

  test('without the stock leaves the cart open and complete', async () => {
    const few = await shop.addSku({ stock: { MAIN: '1' } });
    const plenty = await shop.addSku();
    const { id: cartId } = await openAs(shop.harbor);
    await putCartItem(shop.harbor.clients, { cartId, skuId: plenty.skuId, quantity: 5 });
    await putCartItem(shop.harbor.clients, { cartId, skuId: few.skuId, quantity: 2 });
    const orders = await shop.client.order.count();
    const attempt = checkOutAs(shop.harbor, cartId, { idempotencyKey: 'no stock' });
    await expect(attempt).rejects.toMatchObject({
      code: 'OUT_OF_STOCK',
      fields: [{ field: few.code, message: '2 wanted, 1 available' }],
    });
    const cart = await getCart(shop.harbor.clients, { cartId });
    expect(cart).toMatchObject({ status: 'OPEN', orderId: null });
    expect(cart.items).toHaveLength(2);
    expect(await shop.client.order.count()).toBe(orders);
    expect(await stockOf(shop.client, plenty.skuId)).toMatchObject({ MAIN: { reserved: 0 } });

    await shop.client.inventory.updateMany({ where: { skuId: few.skuId }, data: { onHand: '2' } });
    const retry = checkOutAs(shop.harbor, cartId, { idempotencyKey: 'no stock' });
    expect(await codeOf(retry)).toBe('DONE');
  });

  test('while items change orders all of a state, never half of it', async () => {
    const { skuId } = await shop.addSku({ stock: { MAIN: '1000' } });
    const { id: cartId } = await openAs(shop.harbor);
    await putCartItem(shop.harbor.clients, { cartId, skuId, quantity: 1 });
    const [order, ...puts] = await Promise.all([
      checkOutAs(shop.harbor, cartId),
      ...[2, 3, 4, 5].map((quantity) =>
        codeOf(putCartItem(shop.harbor.clients, { cartId, skuId, quantity })),
      ),
    ]);
    expect(puts.every((code) => code === 'DONE' || code === 'STATE_ILLEGAL')).toBe(true);
    const { items } = await getCart(shop.harbor.clients, { cartId });
    expect(order.lines[0]?.quantity).toBe(items[0]?.quantity);
    expect(await stockOf(shop.client, skuId)).toMatchObject({
      MAIN: { reserved: Number(items[0]?.quantity) },
    });
  });
});

describe('a portal user', () => {
  test("finds nothing of another customer's carts, and of staff's", async () => {
    const { skuId } = await shop.addSku();
    const { id: theirs } = await openAs(shop.market);
    const { id: staffs } = await openAsStaff();
    await putCartItem(shop.market.clients, { cartId: theirs, skuId, quantity: 1 });
    const { clients } = shop.harbor;
    for (const cartId of [theirs, staffs]) {
      expect(await codeOf(getCart(clients, { cartId }))).toBe('NOT_FOUND');
      expect(await codeOf(putCartItem(clients, { cartId, skuId, quantity: 1 }))).toBe('NOT_FOUND');
      expect(await codeOf(removeCartItem(clients, { cartId, skuId }))).toBe('NOT_FOUND');
      expect(await codeOf(abandonCart(clients, { cartId }))).toBe('NOT_FOUND');
      expect(await codeOf(checkOutAs(shop.harbor, cartId))).toBe('NOT_FOUND');
    }
  });

  test('does not pass as staff, nor staff as a portal user', async () => {
    const { id: cartId } = await openAs(shop.harbor);
    const asStaff = checkOutCart(shop.harbor.clients, { cartId, actor: { ...staff(), mayApprove: true } });
    expect(await codeOf(asStaff)).toBe('INPUT_INVALID');
    const asPortal = checkOutCart(shop.client, { cartId, actor: shop.harbor.actor });
    expect(await codeOf(asPortal)).toBe('INPUT_INVALID');
  });

  test('is kept out where the portal or its cart is switched off; staff is not', async () => {
    const { id: cartId } = await openAs(shop.harbor);
    const { skuId } = await shop.addSku();
    const attempts = () =>
      Promise.all([
        codeOf(openAs(shop.harbor)),
        codeOf(getCart(shop.harbor.clients, { cartId })),
        codeOf(putCartItem(shop.harbor.clients, { cartId, skuId, quantity: 1 })),
        codeOf(checkOutAs(shop.harbor, cartId)),
      ]);
    await shop.client.tenantSettings.updateMany({ data: { cartEnabled: false } });
    expect(new Set(await attempts())).toEqual(new Set(['CART_DISABLED']));
    await shop.client.tenantSettings.updateMany({ data: { portalEnabled: false } });
    expect(new Set(await attempts())).toEqual(new Set(['PORTAL_DISABLED']));
    expect(await codeOf(openAsStaff())).toBe('DONE');
  });
});
