import { z } from 'zod';

/** `/…/:id` */
export const idParams = z.strictObject({ id: z.guid() });

/** A moment in an answer: a Date that is sent as ISO 8601 in UTC. */
export const moment = z.date();

/** An amount of money in an answer: a string with two decimals. */
export const money = z
  .string()
  .regex(/^-?\d+\.\d{2}$/)
  .describe('Money with two decimals, such as `1308.00`');

/** A unit price in an answer: a string with four decimals. */
export const unitPrice = z
  .string()
  .regex(/^-?\d+\.\d{4}$/)
  .describe('A price with four decimals, such as `12.5000`');

/** `true` or `false` in a query string. */
export const queryBoolean = z.enum(['true', 'false']).transform((value) => value === 'true');
