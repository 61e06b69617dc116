import { distanceBetween, EARTH_RADIUS, type Place } from './distance.ts';

/** Where one has to be: a circle, or a polygon where there is one. */
export interface Geofence {
  readonly centre: Place;
  /** Metres. */
  readonly radius: number;
  readonly polygon: readonly Place[] | null;
}

/** How a position lies to a geofence. */
export interface GeofenceCheck {
  readonly isInside: boolean;
  /** Metres to the centre of a circle, or to the border of a polygon (0 inside of it). */
  readonly distance: number;
  /** Metres beyond the border; 0 inside. */
  readonly beyond: number;
}

/** Metres by which a position may be wrong in the agent's favour, however bad its device is. */
const MOST_TOLERANCE = 50;

/**
 * Compares a position with a geofence. The accuracy that the device reports counts in the agent's favour, up to 50 m.
 *
 * A polygon is judged in the plane that touches the sphere at the position (equirectangular projection), good to a
 * metre over some kilometres, with the even-odd rule; a border belongs to the inside.
 */
export function checkGeofence(
  fence: Geofence,
  position: Place & { readonly accuracy?: number | undefined },
): GeofenceCheck {
  const tolerance = Math.min(position.accuracy ?? 0, MOST_TOLERANCE);
  if (!fence.polygon) {
    const distance = distanceBetween(fence.centre, position);
    const isInside = distance <= fence.radius + tolerance;
    return { isInside, distance, beyond: isInside ? 0 : distance - fence.radius };
  }
  const corners = fence.polygon.map((corner) => inMetres(corner, position));
  const distance = isAround(corners) ? 0 : distanceToBorder(corners);
  const isInside = distance <= tolerance;
  return { isInside, distance, beyond: isInside ? 0 : distance };
}

type Point = readonly [x: number, y: number];

/** A corner as metres east and north of the position. */
function inMetres(corner: Place, origin: Place): Point {
  const perDegree = (Math.PI / 180) * EARTH_RADIUS;
  const east = ((corner.longitude - origin.longitude + 540) % 360) - 180;
  return [
    east * perDegree * Math.cos((origin.latitude * Math.PI) / 180),
    (corner.latitude - origin.latitude) * perDegree,
  ];
}

function edges(corners: readonly Point[]): (readonly [Point, Point])[] {
  return corners.map((corner, index) => [corner, corners[(index + 1) % corners.length] ?? corner]);
}

/** Whether the origin is within: a ray to the east crosses the border an odd number of times. */
function isAround(corners: readonly Point[]): boolean {
  const crossings = edges(corners).filter(
    ([[ax, ay], [bx, by]]) => ay > 0 !== by > 0 && ((bx - ax) * -ay) / (by - ay) + ax > 0,
  );
  return crossings.length % 2 === 1;
}

function distanceToBorder(corners: readonly Point[]): number {
  return Math.min(
    ...edges(corners).map(([[ax, ay], [bx, by]]) => {
      const [dx, dy] = [bx - ax, by - ay];
      const length = dx * dx + dy * dy;
      const along = length === 0 ? 0 : Math.max(0, Math.min(1, -(ax * dx + ay * dy) / length));
      return Math.hypot(ax + along * dx, ay + along * dy);
    }),
  );
}
