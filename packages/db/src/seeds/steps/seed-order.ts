import type { OrderSeed } from '../demo/well-crafted/order.ts';
import type { StepCount } from '../report.ts';
import type { SeedTransaction } from '../seed-database.ts';

const DAY = 86_400_000;

/**
 * Writes the delivered order with its line, invoice and payment, and adds it to the customer's total. Left out when its
 * number or its invoice's is taken, or when its customer or SKU is not there any more.
 */
export async function seedOrder(tx: SeedTransaction, tenantId: string, seed: OrderSeed): Promise<StepCount> {
  const taken =
    (await tx.order.count({ where: { tenantId, number: seed.number } })) +
    (await tx.invoice.count({ where: { tenantId, number: seed.invoice.number } }));
  if (taken > 0) {
    return { created: 0, unchanged: 1 };
  }
  const customer = await tx.customer.findFirst({
    where: { tenantId, code: seed.customerCode, deletedAt: null },
    select: { id: true, salesRepId: true },
  });
  const sku = await tx.sku.findUnique({
    where: { tenantId_code: { tenantId, code: seed.line.skuCode } },
    select: { id: true },
  });
  if (customer === null || sku === null) {
    return { created: 0, unchanged: 0 };
  }

  const amounts = { subtotal: seed.subtotal, taxTotal: seed.taxTotal, total: seed.total };
  const order = await tx.order.create({
    data: {
      tenantId,
      number: seed.number,
      customerId: customer.id,
      salesRepId: customer.salesRepId,
      status: 'DELIVERED',
      taxState: seed.taxState,
      taxRate: seed.taxRate,
      ...amounts,
      orderedAt: daysAgo(seed.daysSince.ordered),
      shippedAt: daysAgo(seed.daysSince.shipped),
      deliveredAt: daysAgo(seed.daysSince.delivered),
    },
    select: { id: true },
  });
  const owner = { tenantId, customerId: customer.id };
  await tx.orderLine.create({
    data: {
      ...owner,
      orderId: order.id,
      lineNumber: 1,
      skuId: sku.id,
      quantity: seed.line.quantity,
      unitPrice: seed.line.unitPrice,
      lineTotal: seed.subtotal,
    },
    select: { id: true },
  });
  await seedPaidInvoice(tx, { ...owner, orderId: order.id, amounts, invoice: seed.invoice });
  await tx.customer.update({
    where: { tenantId_id: { tenantId, id: customer.id } },
    data: { totalOrdered: { increment: seed.total } },
    select: { id: true },
  });
  return { created: 1, unchanged: 0 };
}

async function seedPaidInvoice(
  tx: SeedTransaction,
  input: {
    readonly tenantId: string;
    readonly customerId: string;
    readonly orderId: string;
    readonly amounts: Pick<OrderSeed, 'subtotal' | 'taxTotal' | 'total'>;
    readonly invoice: OrderSeed['invoice'];
  },
): Promise<void> {
  const { tenantId, customerId, orderId, amounts, invoice: seed } = input;
  const paidAt = daysAgo(seed.daysSince.paid);
  const invoice = await tx.invoice.create({
    data: {
      tenantId,
      customerId,
      orderId,
      number: seed.number,
      status: 'PAID',
      ...amounts,
      amountPaid: amounts.total,
      issuedAt: daysAgo(seed.daysSince.issued),
      deliveredAt: daysAgo(seed.daysSince.delivered),
      dueOn: daysAgo(seed.daysSince.issued - seed.termDays),
      paidAt,
    },
    select: { id: true },
  });
  await tx.payment.create({
    data: {
      tenantId,
      customerId,
      invoiceId: invoice.id,
      amount: amounts.total,
      ...seed.payment,
      receivedAt: paidAt,
    },
    select: { id: true },
  });
}

function daysAgo(days: number): Date {
  return new Date(Date.now() - days * DAY);
}
