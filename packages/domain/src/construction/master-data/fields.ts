import { z } from 'zod';
import { idText, momentText } from '../../shared/view-fields.ts';

/** A business key. */
export const codeField = z.string().trim().min(1).max(50);
export const nameField = z.string().trim().min(1).max(200);
export const emailField = z.string().trim().toLowerCase().max(180).pipe(z.email()).nullable().optional();
export const phoneField = z.string().trim().max(40).nullable().optional();
export const activeField = z.boolean().default(true).describe('Whether it may be chosen for new work');
export const dayField = z.iso.date();
export const lastDayField = z.iso.date().nullable().optional().describe('The last day; null means open');
export const stateField = z
  .string()
  .toUpperCase()
  .regex(/^[A-Z]{2}$/, 'must be a state of two letters')
  .nullable()
  .optional();

/** What every record shows. */
export const recordView = { id: idText, createdAt: momentText };
export const textOrNull = z.string().nullable();

export function optionalText(longest: number) {
  return z.string().trim().max(longest).nullable().optional();
}
