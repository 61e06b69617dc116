import { z } from 'zod';

/** Degrees of WGS 84, six decimals at most are kept: about 0.1 m. */
export const latitudeField = z.number().min(-90).max(90).describe('Degrees north, WGS 84');
export const longitudeField = z.number().min(-180).max(180).describe('Degrees east, WGS 84');

/** A position as a device reports it. */
export const positionSchema = z.strictObject({
  latitude: latitudeField,
  longitude: longitudeField,
  accuracy: z.number().min(0).max(100_000).optional().describe('Metres'),
});
export type Position = z.output<typeof positionSchema>;

/** A moment with its offset from UTC. */
export const momentField = z.iso.datetime({ offset: true });

/** What an agent can be certified for, such as `ARMED_GUARD`. */
export const certificationCodeField = z.string().regex(/^[A-Z0-9_]{1,50}$/, 'must be capitals, digits and _');
