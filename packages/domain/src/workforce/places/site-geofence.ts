import { z } from 'zod';

import { latitudeField, longitudeField } from '../input-fields.ts';
import type { Geofence } from './check-geofence.ts';

/** Corners as [latitude, longitude], 3 to 500; the last is joined to the first. */
export const polygonSchema = z
  .array(z.tuple([latitudeField, longitudeField]))
  .min(3)
  .max(500);

interface SiteRow {
  readonly latitude: { toNumber(): number };
  readonly longitude: { toNumber(): number };
  readonly geofenceRadius: number;
  readonly geofencePolygon: unknown;
}

/** The geofence of a site as its row has it. */
export function geofenceOf(site: SiteRow): Geofence {
  const corners = site.geofencePolygon === null ? null : polygonSchema.parse(site.geofencePolygon);
  return {
    centre: { latitude: site.latitude.toNumber(), longitude: site.longitude.toNumber() },
    radius: site.geofenceRadius,
    polygon: corners?.map(([latitude, longitude]) => ({ latitude, longitude })) ?? null,
  };
}
