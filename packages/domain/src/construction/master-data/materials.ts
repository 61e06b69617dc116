import { z } from 'zod';
import { DomainError } from '../../errors.ts';
import { idField } from '../../shared/input-fields.ts';
import { loadTenantSettings } from '../../shared/tenant-settings.ts';
import { decimalText, idText, momentText, unitPriceText } from '../../shared/view-fields.ts';
import { boardFeetField, currencyField, unitCostField } from '../input-fields.ts';
import { recordPrices } from '../record-prices.ts';
import { materialCategorySchema, materialUnitSchema } from '../views/vocabulary.ts';
import { defineRecords } from './define-records.ts';
import {
  activeField,
  codeField,
  emailField,
  nameField,
  optionalText,
  phoneField,
  recordView,
  textOrNull,
} from './fields.ts';

/** Who delivers. One whose materials are still sold cannot be deleted. */
export const vendors = defineRecords({
  model: 'vendor',
  noun: 'vendor',
  create: z.strictObject({
    code: codeField,
    name: nameField,
    email: emailField,
    phone: phoneField,
    leadTimeDays: z.int().min(0).max(730).default(0).describe('Days from order to delivery'),
    isActive: activeField,
  }),
  view: z
    .object({
      ...recordView,
      code: z.string(),
      name: z.string(),
      email: textOrNull,
      phone: textOrNull,
      leadTimeDays: z.int(),
      isActive: z.boolean(),
    })
    .meta({ id: 'Vendor' }),
  search: ['code', 'name'],
  filters: ['isActive'],
  beforeRemove: async (tx, vendorId) => {
    await tx.$executeRaw`SELECT 1 FROM construction.vendors WHERE id = ${vendorId}::uuid FOR UPDATE`;
    const material = await tx.material.findFirst({ where: { vendorId, deletedAt: null } });
    if (material) throw new DomainError('STATE_ILLEGAL', `The vendor delivers ${material.sku}.`);
  },
});

/**
 * What houses are built of. A cost that is set goes into the price history, from today on. A unit is for ever; a material that is
 * in a template cannot be deleted, only discontinued.
 */
export const materials = defineRecords({
  model: 'material',
  noun: 'material',
  create: z.strictObject({
    vendorId: idField,
    sku: codeField,
    name: nameField,
    category: materialCategorySchema,
    unit: materialUnitSchema,
    currentCost: unitCostField.optional().describe('Per unit, from today on'),
    currency: currencyField.default('USD'),
    discontinuedAt: z.iso.datetime({ offset: true }).nullable().optional(),
    species: optionalText(50).describe('Series of the lumber index that it follows: all five fields or none'),
    grade: optionalText(50),
    size: optionalText(30),
    region: optionalText(50),
    boardFeetPerUnit: boardFeetField.nullable().optional(),
    isActive: activeField,
  }),
  fixed: ['unit'],
  view: z
    .object({
      ...recordView,
      vendorId: idText,
      sku: z.string(),
      name: z.string(),
      category: materialCategorySchema,
      unit: materialUnitSchema,
      currentCost: unitPriceText.nullable(),
      currency: z.string(),
      discontinuedAt: momentText.nullable(),
      species: textOrNull,
      grade: textOrNull,
      size: textOrNull,
      region: textOrNull,
      boardFeetPerUnit: decimalText.nullable(),
      isActive: z.boolean(),
    })
    .meta({ id: 'Material' }),
  formats: { currentCost: 'price', boardFeetPerUnit: 'number' },
  search: ['sku', 'name'],
  filters: ['vendorId', 'category', 'isActive'],
  references: { vendorId: ['vendor', 'vendor'] },
  after: async (tx, materialId, { currentCost }) => {
    if (typeof currentCost !== 'string') return;
    const { today } = await loadTenantSettings(tx);
    const { currency } = await tx.material.findFirstOrThrow({ where: { id: materialId } });
    await recordPrices(tx, today, 'MANUAL', [{ materialId, unitCost: currentCost, currency }]);
  },
  beforeRemove: async (tx, materialId) => {
    await tx.$executeRaw`SELECT 1 FROM construction.materials WHERE id = ${materialId}::uuid FOR UPDATE`;
    const item = await tx.planTemplateItem.findFirst({
      where: { materialId, deletedAt: null },
      include: { plan: { select: { code: true } } },
    });
    if (item) {
      throw new DomainError(
        'STATE_ILLEGAL',
        `Plan ${item.plan.code} needs the material. Discontinue it instead.`,
      );
    }
  },
});
