import { z } from 'zod';

/** `/…/:id` */
export const idParams = z.strictObject({ id: z.guid() });

/** A moment in an answer: a Date that is sent as ISO 8601 in UTC. */
export const moment = z.date();

/** `true` or `false` in a query string. */
export const queryBoolean = z.enum(['true', 'false']).transform((value) => value === 'true');
