import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codeOf, createShop, type Shop } from '../../test/shop.ts';
import { adjustInventory } from './adjust-inventory.ts';
import { cancelOrder } from './cancel-order.ts';
import { createCustomer } from './create-customer.ts';
import { createInventory } from './create-inventory.ts';
import { createProduct } from './create-product.ts';
import { createSku } from './create-sku.ts';
import { deleteCustomer } from './delete-customer.ts';
import { deleteProduct } from './delete-product.ts';
import { getCustomer } from './get-customer.ts';
import { getInventory } from './get-inventory.ts';
import { getProduct } from './get-product.ts';
import { issueInvoice } from './issue-invoice.ts';
import { placeOrder } from './place-order.ts';
import { updateCustomer } from './update-customer.ts';
import { updateProduct } from './update-product.ts';
import { updateSku } from './update-sku.ts';
import { voidInvoice } from './void-invoice.ts';

let shop: Shop;
let foreignId: string;
beforeAll(async () => {
  shop = await createShop();
  const other = await shop.fixture.addTenant('master-data-other');
  const customer = await other.client.customer.create({ data: { code: 'X', name: 'X', state: 'CA' } });
  foreignId = customer.id;
});
afterAll(() => shop.close());

const placeFor = (customerId: string, skuId: string) =>
  placeOrder(shop.client, {
    customerId,
    lines: [{ skuId, quantity: 5 }],
    actor: { userId: shop.repId, mayApprove: false },
  });

describe('customers', () => {
  test('are created with sensible defaults, and changed in what is named only', async () => {
    const customer = await createCustomer(shop.client, { code: ' C-1 ', name: 'Cellar', state: 'ca' });
    expect(customer).toMatchObject({
      code: 'C-1',
      tier: 'basic',
      status: 'ACTIVE',
      paymentTerms: 'NET30',
      state: 'CA',
      creditLimit: null,
      totalOrdered: '0.00',
    });
    const changes = {
      city: 'Napa',
      email: 'Office@Cellar.Example',
      creditLimit: '2500.5',
      salesRepId: shop.repId,
    };
    expect(await updateCustomer(shop.client, { customerId: customer.id, ...changes })).toMatchObject({
      name: 'Cellar',
      city: 'Napa',
      email: 'office@cellar.example',
      creditLimit: '2500.50',
      salesRepId: shop.repId,
    });
    const cleared = await updateCustomer(shop.client, { customerId: customer.id, city: null });
    expect(cleared).toMatchObject({ city: null, email: 'office@cellar.example' });
  });

  test('are refused with a code that is taken, a bad state or another tenant’s rep', async () => {
    await createCustomer(shop.client, { code: 'C-2', name: 'Cellar', state: 'CA' });
    const create = (more: object) =>
      codeOf(createCustomer(shop.client, { code: 'C-3', name: 'Cellar', state: 'CA', ...more }));
    expect(await create({ code: 'C-2' })).toBe('UNIQUE_VIOLATION');
    expect(await create({ state: 'California' })).toBe('INPUT_INVALID');
    expect(await create({ email: 'nobody' })).toBe('INPUT_INVALID');
    expect(await create({ salesRepId: foreignId })).toBe('NOT_FOUND');
    expect(await create({ totalOrdered: '1' })).toBe('INPUT_INVALID');
    expect(await codeOf(getCustomer(shop.client, { customerId: foreignId }))).toBe('NOT_FOUND');
    expect(await codeOf(updateCustomer(shop.client, { customerId: foreignId, name: 'Mine' }))).toBe(
      'NOT_FOUND',
    );
    expect(await codeOf(deleteCustomer(shop.client, { customerId: foreignId }))).toBe('NOT_FOUND');
  });

  test('are deleted when nothing is open, and free their code', async () => {
    const { skuId } = await shop.addSku();
    const { id: customerId } = await createCustomer(shop.client, {
      code: 'C-4',
      name: 'Cellar',
      state: 'CA',
    });
    const order = await placeFor(customerId, skuId);
    const remove = () => codeOf(deleteCustomer(shop.client, { customerId }));
    expect(await remove()).toBe('STATE_ILLEGAL');
    const invoice = await issueInvoice(shop.client, { orderId: order.id });
    await shop.client.order.updateMany({
      where: { id: order.id },
      data: { status: 'DELIVERED', deliveredAt: new Date() },
    });
    expect(await remove()).toBe('STATE_ILLEGAL');
    await voidInvoice(shop.client, { invoiceId: invoice.id });
    expect(await remove()).toBe('DONE');
    expect(await remove()).toBe('NOT_FOUND');
    expect(await codeOf(getCustomer(shop.client, { customerId }))).toBe('NOT_FOUND');
    expect(await codeOf(placeFor(customerId, skuId))).toBe('NOT_FOUND');
    const again = createCustomer(shop.client, { code: 'C-4', name: 'Another', state: 'CA' });
    expect(await codeOf(again)).toBe('DONE');
  });

  test('deleted and ordering at once: never an open order of a deleted customer', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { skuId } = await shop.addSku();
      const { id: customerId } = await createCustomer(shop.client, {
        code: `RACE-${round}`,
        name: 'Cellar',
        state: 'CA',
      });
      const outcome = await Promise.all([
        codeOf(placeFor(customerId, skuId)),
        codeOf(deleteCustomer(shop.client, { customerId })),
      ]);
      expect([
        ['DONE', 'STATE_ILLEGAL'],
        ['NOT_FOUND', 'DONE'],
      ]).toContainEqual(outcome);
    }
  });
});

describe('products and SKUs', () => {
  test('are created, changed and deleted; who sees them follows the product', async () => {
    const product = await createProduct(shop.client, { code: 'M-1', name: 'Merlot', vintage: 2020 });
    const sku = await createSku(shop.client, {
      productId: product.id,
      code: 'M-1-750',
      name: 'Merlot, 750 ml',
    });
    expect(sku).toMatchObject({ bottleSizeMl: 750, unitsPerCase: 12, portalVisible: true, status: 'ACTIVE' });
    const read = () => codeOf(getProduct(shop.harbor.clients, { productId: product.id }));
    expect(await read()).toBe('DONE');
    const changes = { name: 'Merlot Reserve', exclusiveCustomerId: shop.market.customerId };
    const changed = await updateProduct(shop.client, { productId: product.id, ...changes });
    expect(changed).toMatchObject({ name: 'Merlot Reserve', vintage: 2020 });
    expect(changed.skus).toMatchObject([{ exclusiveCustomerId: shop.market.customerId }]);
    expect(await read()).toBe('NOT_FOUND');
    await updateSku(shop.client, { skuId: sku.id, status: 'DISCONTINUED' });
    expect(await codeOf(placeFor(shop.market.customerId, sku.id))).toBe('SKU_UNAVAILABLE');
    await deleteProduct(shop.client, { productId: product.id });
    expect(await codeOf(deleteProduct(shop.client, { productId: product.id }))).toBe('NOT_FOUND');
    expect(await codeOf(updateProduct(shop.client, { productId: product.id, name: 'x' }))).toBe('NOT_FOUND');
    expect(await codeOf(createProduct(shop.client, { code: 'M-1', name: 'Malbec' }))).toBe('DONE');
  });

  test('are refused with what is taken, impossible or another tenant’s', async () => {
    const { productId, code } = await shop.addSku();
    const sku = { productId, code: 'M-2-750', name: 'x' };
    expect(await codeOf(createSku(shop.client, { ...sku, code }))).toBe('UNIQUE_VIOLATION');
    expect(await codeOf(createSku(shop.client, { ...sku, bottleSizeMl: 0 }))).toBe('INPUT_INVALID');
    expect(await codeOf(createSku(shop.client, { ...sku, productId: foreignId }))).toBe('NOT_FOUND');
    const product = { code: 'M-2', name: 'x' };
    expect(await codeOf(createProduct(shop.client, { ...product, vintage: 1500 }))).toBe('INPUT_INVALID');
    expect(await codeOf(createProduct(shop.client, { ...product, supplierId: foreignId }))).toBe('NOT_FOUND');
    const exclusive = { ...product, exclusiveCustomerId: foreignId };
    expect(await codeOf(createProduct(shop.client, exclusive))).toBe('NOT_FOUND');
  });
});

describe('stock', () => {
  test('is kept per location, counted and received', async () => {
    const { skuId, code } = await shop.addSku({ stock: {} });
    const stock = await createInventory(shop.client, { skuId, onHand: 10, reorderPoint: '2.5' });
    expect(stock).toMatchObject({ skuCode: code, location: 'MAIN', onHand: '10', reorderPoint: '2.5' });
    const adjust = (change: object) => adjustInventory(shop.client, { inventoryId: stock.id, ...change });
    expect(await adjust({ receive: '0.5' })).toMatchObject({ onHand: '10.5', available: '10.5' });
    expect(await adjust({ onHand: 0, reorderPoint: 0 })).toMatchObject({ onHand: '0', reorderPoint: '0' });
    expect(await codeOf(createInventory(shop.client, { skuId }))).toBe('UNIQUE_VIOLATION');
    expect(await codeOf(createInventory(shop.client, { skuId: foreignId }))).toBe('NOT_FOUND');
    expect(await codeOf(adjust({ onHand: -1 }))).toBe('INPUT_INVALID');
    expect(await codeOf(adjust({ onHand: 1, receive: 1 }))).toBe('INPUT_INVALID');
    expect(await codeOf(adjust({ onHand: '999999999.999' }))).toBe('DONE');
    expect(await codeOf(adjust({ receive: '0.001' }))).toBe('AMOUNT_TOO_LARGE');
    const foreign = adjustInventory(shop.client, { inventoryId: foreignId, onHand: 1 });
    expect(await codeOf(foreign)).toBe('NOT_FOUND');
  });

  test('never falls below what is promised', async () => {
    const { skuId } = await shop.addSku({ stock: { MAIN: '8' } });
    const { id: orderId } = await placeFor(shop.harbor.customerId, skuId);
    const { id: inventoryId } = await shop.client.inventory.findFirstOrThrow({ where: { skuId } });
    const count = (onHand: number) => codeOf(adjustInventory(shop.client, { inventoryId, onHand }));
    expect(await count(4)).toBe('STATE_ILLEGAL');
    expect(await count(5)).toBe('DONE');
    await cancelOrder(shop.client, { orderId });
    expect(await count(0)).toBe('DONE');
  });

  test('is received and ordered at once without a loss', async () => {
    const { skuId } = await shop.addSku({ stock: { MAIN: '50' } });
    const { id: inventoryId } = await shop.client.inventory.findFirstOrThrow({ where: { skuId } });
    await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        index % 2 === 0
          ? placeFor(shop.harbor.customerId, skuId)
          : adjustInventory(shop.client, { inventoryId, receive: 3 }),
      ),
    );
    expect(await getInventory(shop.client, { inventoryId })).toMatchObject({ onHand: '65', reserved: '25' });
  });
});
