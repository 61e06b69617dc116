import { z } from 'zod';

export const materialUnitSchema = z.enum([
  'EA',
  'LF',
  'SF',
  'SY',
  'CY',
  'BF',
  'MBF',
  'SQ',
  'LB',
  'GAL',
  'BAG',
  'BOX',
  'ROLL',
  'SHEET',
]);

export const materialCategorySchema = z.enum([
  'LUMBER',
  'SHEATHING',
  'CONCRETE',
  'ROOFING',
  'SIDING',
  'INSULATION',
  'DRYWALL',
  'WINDOWS_DOORS',
  'HARDWARE',
  'FINISH',
]);

export const pricingTierSchema = z.enum(['STANDARD', 'PREFERRED', 'VOLUME']);

export const jobStatusSchema = z.enum(['PLANNED', 'IN_PROGRESS', 'COMPLETED', 'CANCELLED']);
