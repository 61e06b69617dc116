/** A delivered order of one line and its paid invoice. Amounts are in dollars; moments are days before the seed runs. */
export interface OrderSeed {
  readonly number: string;
  readonly customerCode: string;
  readonly line: {
    readonly skuCode: string;
    readonly quantity: string;
    readonly unitPrice: string;
  };
  readonly taxState: string;
  readonly taxRate: string;
  readonly subtotal: string;
  readonly taxTotal: string;
  readonly total: string;
  readonly daysSince: { readonly ordered: number; readonly shipped: number; readonly delivered: number };
  readonly invoice: {
    readonly number: string;
    readonly daysSince: { readonly issued: number; readonly delivered: number; readonly paid: number };
    /** Days from issue to due date, by the customer's terms. */
    readonly termDays: number;
    readonly payment: {
      readonly method: 'CARD' | 'BANK_TRANSFER' | 'CHECK' | 'CASH';
      readonly reference: string;
    };
  };
}

export const ORDER: OrderSeed = {
  number: 'WC-ORD-1001',
  customerCode: 'WC-001',
  // Two cases, at the customer's own price from 24 bottles on.
  line: { skuCode: 'WC-CAB-001-750', quantity: '24', unitPrice: '50.00' },
  taxState: 'CA',
  taxRate: '0.09',
  subtotal: '1200.00',
  taxTotal: '108.00',
  total: '1308.00',
  daysSince: { ordered: 34, shipped: 32, delivered: 30 },
  invoice: {
    number: 'WC-INV-1001',
    daysSince: { issued: 26, delivered: 25, paid: 5 },
    termDays: 30,
    payment: { method: 'BANK_TRANSFER', reference: 'ACH 20931' },
  },
};
