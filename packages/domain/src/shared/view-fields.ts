import { z } from 'zod';

/** Money as a string with two decimals: `1308.00`. JSON numbers are floats, and would lose cents. */
export const moneyText = z.string().meta({ description: 'Money, two decimals', examples: ['1308.00'] });
/** A unit price as a string with four decimals. */
export const unitPriceText = z
  .string()
  .meta({ description: 'A price, four decimals', examples: ['12.5000'] });
/** A quantity or rate as a string. */
export const decimalText = z.string().meta({ description: 'Exact decimal number', examples: ['12'] });
/** A moment in UTC. */
export const momentText = z.iso.datetime();
/** A calendar day. */
export const dayText = z.iso.date();
export const idText = z.guid();

export function moment(value: Date): string {
  return value.toISOString();
}

export function momentOrNull(value: Date | null): string | null {
  return value === null ? null : value.toISOString();
}
