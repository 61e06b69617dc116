import { z } from 'zod';
import { fromDateColumn } from '../../shared/calendar-date.ts';
import { type DecimalLike, formatMoney, formatNumber, formatUnitPrice } from '../../shared/money.ts';
import {
  dayText,
  decimalText,
  idText,
  moment,
  momentOrNull,
  momentText,
  moneyText,
  unitPriceText,
} from '../../shared/view-fields.ts';
import { materialUnitSchema } from './vocabulary.ts';

export const takeoffStatusSchema = z.enum(['DRAFT', 'SUBMITTED', 'VALIDATED', 'APPROVED', 'REJECTED']);
export type TakeoffStatus = z.output<typeof takeoffStatusSchema>;

export const takeoffSummarySchema = z
  .object({
    id: idText,
    number: z.string(),
    jobId: idText,
    customerId: idText,
    status: takeoffStatusSchema,
    currency: z.string(),
    pricedOn: dayText.meta({ description: 'The day whose prices were used' }),
    total: moneyText.meta({ description: 'Sum of the lines that have a price' }),
    rejectionReason: z.string().nullable(),
    submittedAt: momentText.nullable(),
    validatedAt: momentText.nullable(),
    approvedAt: momentText.nullable(),
    rejectedAt: momentText.nullable(),
    orderedAt: momentText.nullable().meta({ description: 'When its purchase orders were made' }),
    createdAt: momentText,
  })
  .meta({ id: 'TakeoffSummary' });
export type TakeoffSummaryView = z.output<typeof takeoffSummarySchema>;

const lineSchema = z
  .object({
    id: idText,
    lineNumber: z.int(),
    source: z.enum(['PLAN', 'ELEVATION', 'OPTION', 'MANUAL']),
    templateItemId: idText.nullable(),
    materialId: idText,
    materialSku: z.string(),
    materialName: z.string(),
    vendorId: idText,
    unit: materialUnitSchema,
    baseQuantity: decimalText,
    wasteFactor: decimalText.meta({ description: 'Share added for waste: 0.08 is 8 %' }),
    quantity: decimalText.meta({ description: 'round(baseQuantity × (1 + wasteFactor), 3)' }),
    priceBasis: z.enum(['CUSTOMER', 'TIER', 'COST', 'MANUAL']).nullable(),
    unitCost: unitPriceText.nullable(),
    extendedCost: moneyText.nullable().meta({ description: 'round(quantity × unitCost, 2)' }),
    usedQuantity: decimalText.nullable(),
  })
  .meta({ id: 'TakeoffLine' });

const validationSchema = z
  .object({
    id: idText,
    lineItemId: idText,
    rule: z.enum(['PRICE_MISSING', 'QUANTITY_OUT_OF_RANGE', 'MATERIAL_DISCONTINUED', 'DUPLICATE_LINE']),
    severity: z.enum(['WARNING', 'ERROR']),
    message: z.string(),
    resolvedById: idText.nullable(),
    resolvedAt: momentText.nullable(),
    resolution: z.string().nullable(),
  })
  .meta({ id: 'TakeoffValidation' });

export const takeoffSchema = takeoffSummarySchema
  .extend({ lines: z.array(lineSchema), validations: z.array(validationSchema) })
  .meta({ id: 'Takeoff' });
export type TakeoffView = z.output<typeof takeoffSchema>;

type LineView = z.output<typeof lineSchema>;
type ValidationView = z.output<typeof validationSchema>;

interface SummaryRow extends Pick<TakeoffSummaryView, 'id' | 'number' | 'jobId' | 'customerId' | 'status'> {
  readonly currency: string;
  readonly pricedOn: Date;
  readonly total: DecimalLike;
  readonly rejectionReason: string | null;
  readonly submittedAt: Date | null;
  readonly validatedAt: Date | null;
  readonly approvedAt: Date | null;
  readonly rejectedAt: Date | null;
  readonly orderedAt: Date | null;
  readonly createdAt: Date;
}

export function toTakeoffSummary(row: SummaryRow): TakeoffSummaryView {
  return {
    id: row.id,
    number: row.number,
    jobId: row.jobId,
    customerId: row.customerId,
    status: row.status,
    currency: row.currency,
    pricedOn: fromDateColumn(row.pricedOn),
    total: formatMoney(row.total),
    rejectionReason: row.rejectionReason,
    submittedAt: momentOrNull(row.submittedAt),
    validatedAt: momentOrNull(row.validatedAt),
    approvedAt: momentOrNull(row.approvedAt),
    rejectedAt: momentOrNull(row.rejectedAt),
    orderedAt: momentOrNull(row.orderedAt),
    createdAt: moment(row.createdAt),
  };
}

interface LineRow
  extends Pick<
    LineView,
    'id' | 'lineNumber' | 'source' | 'templateItemId' | 'materialId' | 'unit' | 'priceBasis'
  > {
  readonly baseQuantity: DecimalLike;
  readonly wasteFactor: DecimalLike;
  readonly quantity: DecimalLike;
  readonly unitCost: DecimalLike | null;
  readonly extendedCost: DecimalLike | null;
  readonly usedQuantity: DecimalLike | null;
  readonly material: { readonly sku: string; readonly name: string; readonly vendorId: string };
}

export function toTakeoffLine(row: LineRow): LineView {
  return {
    id: row.id,
    lineNumber: row.lineNumber,
    source: row.source,
    templateItemId: row.templateItemId,
    materialId: row.materialId,
    materialSku: row.material.sku,
    materialName: row.material.name,
    vendorId: row.material.vendorId,
    unit: row.unit,
    baseQuantity: formatNumber(row.baseQuantity),
    wasteFactor: formatNumber(row.wasteFactor),
    quantity: formatNumber(row.quantity),
    priceBasis: row.priceBasis,
    unitCost: row.unitCost === null ? null : formatUnitPrice(row.unitCost),
    extendedCost: row.extendedCost === null ? null : formatMoney(row.extendedCost),
    usedQuantity: row.usedQuantity === null ? null : formatNumber(row.usedQuantity),
  };
}

interface ValidationRow extends Omit<ValidationView, 'resolvedAt'> {
  readonly resolvedAt: Date | null;
}

export function toTakeoffValidation(row: ValidationRow): ValidationView {
  return {
    id: row.id,
    lineItemId: row.lineItemId,
    rule: row.rule,
    severity: row.severity,
    message: row.message,
    resolvedById: row.resolvedById,
    resolvedAt: momentOrNull(row.resolvedAt),
    resolution: row.resolution,
  };
}
