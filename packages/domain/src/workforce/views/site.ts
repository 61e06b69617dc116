import { z } from 'zod';
import { idText } from '../../shared/view-fields.ts';
import { polygonSchema } from '../places/site-geofence.ts';

export const siteTypeSchema = z.enum([
  'OFFICE',
  'RETAIL',
  'WAREHOUSE',
  'CONSTRUCTION',
  'RESIDENTIAL',
  'EVENT',
  'INDUSTRIAL',
  'OTHER',
]);
export const siteStatusSchema = z.enum(['ACTIVE', 'INACTIVE', 'CLOSED']);

export const siteSchema = z
  .object({
    id: idText,
    clientId: idText,
    code: z.string(),
    name: z.string(),
    siteType: siteTypeSchema,
    status: siteStatusSchema,
    address: z.string(),
    latitude: z.number(),
    longitude: z.number(),
    geofenceRadius: z.int().describe('Metres around the centre'),
    geofencePolygon: polygonSchema.nullable().describe('Instead of the circle, where there is one'),
  })
  .meta({ id: 'Site' });
export type SiteView = z.output<typeof siteSchema>;

interface SiteRow extends Omit<SiteView, 'latitude' | 'longitude' | 'geofencePolygon'> {
  readonly latitude: { toNumber(): number };
  readonly longitude: { toNumber(): number };
  readonly geofencePolygon: unknown;
}

export function toSite(row: SiteRow): SiteView {
  return {
    id: row.id,
    clientId: row.clientId,
    code: row.code,
    name: row.name,
    siteType: row.siteType,
    status: row.status,
    address: row.address,
    latitude: row.latitude.toNumber(),
    longitude: row.longitude.toNumber(),
    geofenceRadius: row.geofenceRadius,
    geofencePolygon: polygonSchema.nullable().parse(row.geofencePolygon),
  };
}
