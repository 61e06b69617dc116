/** Who delivers the wines. */
export interface SupplierSeed {
  readonly code: string;
  readonly name: string;
  readonly email: string;
  readonly phone: string;
  readonly country: string;
}

/** A price of one bottle, in dollars, for everybody, a tier or a customer, from a number of bottles on. */
export interface PriceSeed {
  readonly tier?: 'basic' | 'standard' | 'premium';
  readonly customerCode?: string;
  readonly minQuantity?: string;
  readonly unitPrice: string;
}

/** A wine, its one SKU with the stock in bottles, and its prices. */
export interface ProductSeed {
  readonly code: string;
  readonly name: string;
  readonly vintage: number;
  readonly region: string;
  readonly varietal: string;
  readonly description: string;
  readonly sku: { readonly code: string; readonly name: string; readonly barcode: string };
  readonly stock: { readonly onHand: string; readonly reorderPoint: string };
  readonly prices: readonly PriceSeed[];
}

export const SUPPLIER: SupplierSeed = {
  code: 'SUP-001',
  name: 'Pacific Crest Vintners',
  email: 'orders@pacific-crest.example',
  phone: '+1 707 555 0100',
  country: 'US',
};

/** Before the seeded order, whose price has to be in force. */
export const PRICES_VALID_FROM = '2024-01-01';

export const PRODUCTS: readonly ProductSeed[] = [
  {
    code: 'WC-CAB-001',
    name: 'Estate Reserve Cabernet Sauvignon',
    vintage: 2021,
    region: 'Napa Valley',
    varietal: 'Cabernet Sauvignon',
    description: 'Black cherry and cedar, aged for 22 months in French oak.',
    sku: {
      code: 'WC-CAB-001-750',
      name: 'Estate Reserve Cabernet Sauvignon 2021, 750 ml',
      barcode: '0860000100014',
    },
    stock: { onHand: '480', reorderPoint: '120' },
    prices: [
      { unitPrice: '58.00' },
      { minQuantity: '48', unitPrice: '54.00' },
      { tier: 'standard', unitPrice: '56.00' },
      { tier: 'premium', unitPrice: '54.00' },
      { tier: 'premium', minQuantity: '24', unitPrice: '52.00' },
      { customerCode: 'WC-001', unitPrice: '52.00' },
      { customerCode: 'WC-001', minQuantity: '24', unitPrice: '50.00' },
    ],
  },
  {
    code: 'WC-CHARD-001',
    name: 'Sonoma Coast Chardonnay',
    vintage: 2022,
    region: 'Sonoma Coast',
    varietal: 'Chardonnay',
    description: 'Meyer lemon and hazelnut, fermented in barrel.',
    sku: { code: 'WC-CHARD-001-750', name: 'Sonoma Coast Chardonnay 2022, 750 ml', barcode: '0860000100021' },
    stock: { onHand: '360', reorderPoint: '96' },
    prices: [
      { unitPrice: '34.00' },
      { minQuantity: '48', unitPrice: '31.00' },
      { tier: 'standard', unitPrice: '33.00' },
      { tier: 'premium', unitPrice: '31.50' },
      { customerCode: 'WC-002', minQuantity: '36', unitPrice: '30.00' },
    ],
  },
  {
    code: 'WC-PINOT-001',
    name: 'Willamette Valley Pinot Noir',
    vintage: 2021,
    region: 'Willamette Valley',
    varietal: 'Pinot Noir',
    description: 'Red currant and forest floor, from hillside vineyards.',
    sku: {
      code: 'WC-PINOT-001-750',
      name: 'Willamette Valley Pinot Noir 2021, 750 ml',
      barcode: '0860000100038',
    },
    stock: { onHand: '240', reorderPoint: '72' },
    prices: [
      { unitPrice: '42.00' },
      { minQuantity: '48', unitPrice: '39.00' },
      { tier: 'standard', unitPrice: '41.00' },
      { tier: 'premium', unitPrice: '39.50' },
      { customerCode: 'WC-003', minQuantity: '12', unitPrice: '38.00' },
    ],
  },
];
