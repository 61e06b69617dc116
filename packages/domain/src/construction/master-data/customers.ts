import { z } from 'zod';
import { DomainError } from '../../errors.ts';
import { idField } from '../../shared/input-fields.ts';
import { dayText, decimalText, idText, unitPriceText } from '../../shared/view-fields.ts';
import { adjustmentField, currencyField, unitCostField } from '../input-fields.ts';
import { pricingTierSchema } from '../views/vocabulary.ts';
import { defineRecords } from './define-records.ts';
import {
  activeField,
  codeField,
  dayField,
  emailField,
  lastDayField,
  nameField,
  optionalText,
  phoneField,
  recordView,
  stateField,
  textOrNull,
} from './fields.ts';

/** Whom houses are built for. One with a job under way cannot be deleted. */
export const builderCustomers = defineRecords({
  model: 'constructionCustomer',
  noun: 'customer',
  create: z.strictObject({
    code: codeField,
    name: nameField,
    email: emailField,
    phone: phoneField,
    addressLine: optionalText(200),
    city: optionalText(120),
    state: stateField,
    postalCode: optionalText(20),
    notes: z.string().max(2000).default(''),
    isActive: activeField,
  }),
  view: z
    .object({
      ...recordView,
      code: z.string(),
      name: z.string(),
      email: textOrNull,
      phone: textOrNull,
      addressLine: textOrNull,
      city: textOrNull,
      state: textOrNull,
      postalCode: textOrNull,
      notes: z.string(),
      isActive: z.boolean(),
    })
    .meta({ id: 'BuilderCustomer' }),
  search: ['code', 'name', 'email', 'city'],
  filters: ['isActive'],
  beforeRemove: async (tx, customerId) => {
    // FOR UPDATE keeps new jobs from referring to it meanwhile.
    await tx.$executeRaw`SELECT 1 FROM construction.customers WHERE id = ${customerId}::uuid FOR UPDATE`;
    const job = await tx.job.findFirst({
      where: { customerId, deletedAt: null, status: { in: ['PLANNED', 'IN_PROGRESS'] } },
    });
    if (job) throw new DomainError('STATE_ILLEGAL', `The customer has job ${job.code}, which is not over.`);
  },
});

const ofCustomer = { customerId: ['constructionCustomer', 'customer'] } as const;

/** People at a customer; one of them may be the primary contact. */
export const customerContacts = defineRecords({
  model: 'customerContact',
  noun: 'contact',
  create: z.strictObject({
    customerId: idField,
    name: z.string().trim().min(1).max(120),
    title: optionalText(80),
    email: emailField,
    phone: phoneField,
    isPrimary: z.boolean().default(false),
    isActive: activeField,
  }),
  fixed: ['customerId'],
  view: z
    .object({
      ...recordView,
      customerId: idText,
      name: z.string(),
      title: textOrNull,
      email: textOrNull,
      phone: textOrNull,
      isPrimary: z.boolean(),
      isActive: z.boolean(),
    })
    .meta({ id: 'CustomerContact' }),
  search: ['name', 'email'],
  filters: ['customerId', 'isPrimary'],
  references: ofCustomer,
});

/** What other systems call a customer. */
export const customerExternalIds = defineRecords({
  model: 'customerExternalId',
  noun: 'external id',
  create: z.strictObject({
    customerId: idField,
    system: z
      .string()
      .max(50)
      .regex(/^[a-z0-9][a-z0-9_-]*$/, 'must be lower-case letters, digits, - and _')
      .describe('The other system, such as quickbooks'),
    externalId: z.string().trim().min(1).max(120),
  }),
  fixed: ['customerId', 'system'],
  view: z
    .object({ ...recordView, customerId: idText, system: z.string(), externalId: z.string() })
    .meta({ id: 'CustomerExternalId' }),
  filters: ['customerId', 'system', 'externalId'],
  references: ofCustomer,
});

/** Tiers of customers by period; periods of one customer do not overlap. */
export const customerTiers = defineRecords({
  model: 'customerPricingTier',
  noun: 'pricing tier',
  create: z.strictObject({
    customerId: idField,
    tier: pricingTierSchema,
    adjustmentPercent: adjustmentField.describe('Percent added to the current cost; -5 is five percent off'),
    validFrom: dayField,
    validTo: lastDayField,
  }),
  fixed: ['customerId'],
  view: z
    .object({
      ...recordView,
      customerId: idText,
      tier: pricingTierSchema,
      adjustmentPercent: decimalText,
      validFrom: dayText,
      validTo: dayText.nullable(),
    })
    .meta({ id: 'CustomerPricingTier' }),
  formats: { adjustmentPercent: 'number', validFrom: 'day', validTo: 'day' },
  filters: ['customerId', 'tier'],
  references: ofCustomer,
});

/** Prices that customers negotiated, by material and period; periods of one do not overlap. */
export const customerPrices = defineRecords({
  model: 'customerPricing',
  noun: 'negotiated price',
  create: z.strictObject({
    customerId: idField,
    materialId: idField,
    unitPrice: unitCostField,
    currency: currencyField.default('USD'),
    validFrom: dayField,
    validTo: lastDayField,
  }),
  fixed: ['customerId', 'materialId'],
  view: z
    .object({
      ...recordView,
      customerId: idText,
      materialId: idText,
      unitPrice: unitPriceText,
      currency: z.string(),
      validFrom: dayText,
      validTo: dayText.nullable(),
    })
    .meta({ id: 'CustomerPrice' }),
  formats: { unitPrice: 'price', validFrom: 'day', validTo: 'day' },
  filters: ['customerId', 'materialId'],
  references: { ...ofCustomer, materialId: ['material', 'material'] },
});
