import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { codeOf, createShop, eventsOf, type Shop } from '../../test/shop.ts';
import { addDays, calendarDateIn } from '../shared/calendar-date.ts';
import { cancelOrder } from './cancel-order.ts';
import { deliverInvoice } from './deliver-invoice.ts';
import { getInvoice } from './get-invoice.ts';
import { issueInvoice } from './issue-invoice.ts';
import { placeOrder } from './place-order.ts';
import { type RecordPaymentInput, recordPayment } from './record-payment.ts';
import { voidInvoice } from './void-invoice.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await createShop();
});
afterAll(() => shop.close());

async function orderOf(price = '100', more: { isSample?: boolean; customerId?: string } = {}) {
  const { skuId } = await shop.addSku({ price });
  const { id } = await placeOrder(shop.client, {
    customerId: shop.harbor.customerId,
    lines: [{ skuId, quantity: 1 }],
    actor: { userId: shop.managerId, mayApprove: true },
    ...more,
  });
  return id;
}

const invoiceOf = async (price?: string) => issueInvoice(shop.client, { orderId: await orderOf(price) });

const pay = (invoiceId: string, amount: string | number, more: Partial<RecordPaymentInput> = {}) =>
  recordPayment(shop.client, { invoiceId, amount, method: 'CHECK', ...more });

test('bills an order with its sums, numbers and tells', async () => {
  const orderId = await orderOf();
  const invoice = await issueInvoice(shop.client, { orderId });
  expect(invoice).toMatchObject({
    orderId,
    customerId: shop.harbor.customerId,
    status: 'ISSUED',
    subtotal: '100.00',
    taxTotal: '9.00',
    total: '109.00',
    amountPaid: '0.00',
    balance: '109.00',
    payments: [],
  });
  expect(invoice.number).toMatch(/^INV-\d{8}$/);
  expect(await eventsOf(shop.client, invoice.id)).toEqual(['invoice.issued']);
});

test.each([
  ['PREPAID', 0],
  ['NET15', 15],
  ['NET30', 30],
  ['NET60', 60],
] as const)('%s is due %i days after the day of the tenant', async (paymentTerms, days) => {
  const timezone = 'Pacific/Kiritimati';
  await shop.client.tenantSettings.updateMany({ data: { timezone } });
  const { id: customerId } = await shop.client.customer.create({
    data: { code: paymentTerms, name: paymentTerms, state: 'CA', paymentTerms },
  });
  const orderId = await orderOf('1', { customerId });
  const today = calendarDateIn(timezone, new Date());
  expect((await issueInvoice(shop.client, { orderId })).dueOn).toBe(addDays(today, days));
});

describe('billing refuses', () => {
  test('a second invoice, until the first is void; also at once', async () => {
    const orderId = await orderOf();
    const codes = await Promise.all(
      Array.from({ length: 6 }, () => codeOf(issueInvoice(shop.client, { orderId }))),
    );
    expect(codes.filter((code) => code === 'DONE')).toHaveLength(1);
    expect(codes.filter((code) => code === 'STATE_ILLEGAL')).toHaveLength(5);
    const { id } = await shop.client.invoice.findFirstOrThrow({ where: { orderId } });
    expect(await voidInvoice(shop.client, { invoiceId: id })).toMatchObject({
      status: 'VOID',
      balance: '0.00',
    });
    expect(await codeOf(voidInvoice(shop.client, { invoiceId: id }))).toBe('STATE_ILLEGAL');
    expect(await codeOf(issueInvoice(shop.client, { orderId }))).toBe('DONE');
  });

  test('an order that is cancelled or waits for approval, and a sample', async () => {
    const cancelled = await orderOf();
    await cancelOrder(shop.client, { orderId: cancelled });
    const waiting = await orderOf();
    await shop.client.order.updateMany({ where: { id: waiting }, data: { status: 'PENDING_APPROVAL' } });
    const sample = await orderOf('1', { isSample: true });
    for (const orderId of [cancelled, waiting, sample]) {
      expect(await codeOf(issueInvoice(shop.client, { orderId }))).toBe('STATE_ILLEGAL');
    }
  });

  test("another tenant's order and invoice", async () => {
    const other = await shop.fixture.addTenant('invoice-other');
    const orderId = await orderOf();
    const { id: invoiceId } = await invoiceOf();
    expect(await codeOf(issueInvoice(other.client, { orderId }))).toBe('NOT_FOUND');
    expect(await codeOf(getInvoice(other.client, { invoiceId }))).toBe('NOT_FOUND');
    expect(await codeOf(voidInvoice(other.client, { invoiceId }))).toBe('NOT_FOUND');
    const payment = { invoiceId, amount: 1, method: 'CASH' as const };
    expect(await codeOf(recordPayment(other.client, payment))).toBe('NOT_FOUND');
  });
});

test('an order over nothing is paid at once', async () => {
  expect(await invoiceOf('0')).toMatchObject({ status: 'PAID', total: '0.00' });
});

test('delivering happens once, and leaves a paid invoice paid', async () => {
  const invoice = await invoiceOf();
  const delivered = await deliverInvoice(shop.client, { invoiceId: invoice.id });
  expect(delivered.status).toBe('DELIVERED');
  expect(await codeOf(deliverInvoice(shop.client, { invoiceId: invoice.id }))).toBe('STATE_ILLEGAL');

  const early = await invoiceOf();
  await pay(early.id, '109');
  const both = await deliverInvoice(shop.client, { invoiceId: early.id });
  expect(both.status).toBe('PAID');
  expect(both.deliveredAt).not.toBeNull();
});

describe('payments', () => {
  test('in parts, to the cent, until it is paid', async () => {
    const { id } = await invoiceOf();
    expect(await pay(id, '50.01', { reference: 'No 7' })).toMatchObject({
      status: 'ISSUED',
      amountPaid: '50.01',
      balance: '58.99',
      payments: [{ amount: '50.01', method: 'CHECK', reference: 'No 7', currency: 'USD' }],
    });
    const paid = await pay(id, 58.99);
    expect(paid).toMatchObject({ status: 'PAID', amountPaid: '109.00', balance: '0.00' });
    expect(paid.paidAt).not.toBeNull();
    expect(paid.payments).toHaveLength(2);
    expect(await eventsOf(shop.client, id)).toEqual([
      'invoice.issued',
      'invoice.payment_received',
      'invoice.paid',
    ]);
    expect(await codeOf(pay(id, '0.01'))).toBe('STATE_ILLEGAL');
    expect(await codeOf(voidInvoice(shop.client, { invoiceId: id }))).toBe('STATE_ILLEGAL');
  });

  test('of more than is owed are refused', async () => {
    const { id } = await invoiceOf();
    await pay(id, '100');
    const attempt = pay(id, '9.01');
    await expect(attempt).rejects.toMatchObject({ code: 'PAYMENT_EXCEEDS_BALANCE', status: 409 });
    await expect(attempt).rejects.toThrow('9.00');
    expect(await getInvoice(shop.client, { invoiceId: id })).toMatchObject({ amountPaid: '100.00' });
  });

  test('for a void invoice are refused', async () => {
    const { id } = await invoiceOf();
    await voidInvoice(shop.client, { invoiceId: id });
    expect(await codeOf(pay(id, '1'))).toBe('STATE_ILLEGAL');
  });

  test.each([0, '-1', '0.001', 'all', '1e2', '9999999999999'])('of %s are refused', async (amount) => {
    const { id } = await invoiceOf();
    expect(await codeOf(pay(id, amount))).toBe('INPUT_INVALID');
  });

  test('at once never add up to more than the total', async () => {
    const { id } = await invoiceOf();
    const codes = await Promise.all(Array.from({ length: 20 }, () => codeOf(pay(id, '10'))));
    expect(codes.filter((code) => code === 'DONE')).toHaveLength(10);
    expect(codes.filter((code) => code === 'PAYMENT_EXCEEDS_BALANCE')).toHaveLength(10);
    const invoice = await getInvoice(shop.client, { invoiceId: id });
    expect(invoice).toMatchObject({ amountPaid: '100.00', balance: '9.00', status: 'ISSUED' });
    expect(invoice.payments).toHaveLength(10);
  });

  test('with one key are recorded once, also at once', async () => {
    const { id } = await invoiceOf();
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => pay(id, '109.00', { idempotencyKey: 'full' })),
    );
    expect(answers.every((answer) => answer.status === 'PAID')).toBe(true);
    expect(await pay(id, 109, { idempotencyKey: 'full' })).toEqual(answers[0]);
    expect(answers[0]?.payments).toHaveLength(1);
    const other = await invoiceOf();
    expect(await codeOf(pay(other.id, '109', { idempotencyKey: 'full' }))).toBe('IDEMPOTENCY_KEY_REUSED');
    expect(await codeOf(pay(id, '1', { idempotencyKey: 'full' }))).toBe('IDEMPOTENCY_KEY_REUSED');
  });
});
