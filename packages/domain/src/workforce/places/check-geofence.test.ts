import { describe, expect, test } from 'vitest';
import { checkGeofence } from './check-geofence.ts';
import { distanceBetween } from './distance.ts';

const centre = { latitude: 40.7128, longitude: -74.006 };
const north = (metres: number) => ({ ...centre, latitude: centre.latitude + metres / 111_195.08 });

test.each([
  ['one degree of a meridian', { latitude: 0, longitude: 0 }, { latitude: 1, longitude: 0 }, 111_195],
  [
    'New York to London',
    { latitude: 40.7128, longitude: -74.006 },
    { latitude: 51.5074, longitude: -0.1278 },
    5_570_230,
  ],
  ['across the date line', { latitude: 10, longitude: 179.99 }, { latitude: 10, longitude: -179.99 }, 2_190],
])('%s', (_, from, to, metres) => {
  expect(Math.abs(distanceBetween(from, to) - metres)).toBeLessThan(metres * 0.0001 + 1);
});

describe('a circle', () => {
  const fence = { centre, radius: 100, polygon: null };
  test('holds its border, and not what is beyond', () => {
    expect(checkGeofence(fence, north(99.9))).toMatchObject({ isInside: true, beyond: 0 });
    const outside = checkGeofence(fence, north(150));
    expect(outside.isInside).toBe(false);
    expect(outside.distance).toBeCloseTo(150, 1);
    expect(outside.beyond).toBeCloseTo(50, 1);
  });

  test('gives the accuracy of the device, up to 50 m', () => {
    expect(checkGeofence(fence, { ...north(140), accuracy: 45 }).isInside).toBe(true);
    expect(checkGeofence(fence, { ...north(160), accuracy: 5_000 })).toMatchObject({ isInside: false });
  });
});

describe('a polygon', () => {
  // An L of 200 m by 200 m, whose north-east quarter is cut out; metres north and east of the centre.
  const corner = (northward: number, eastward: number) => ({
    latitude: centre.latitude + northward / 111_195.08,
    longitude: centre.longitude + eastward / (111_195.08 * Math.cos((centre.latitude * Math.PI) / 180)),
  });
  const polygon = [
    corner(0, 0),
    corner(200, 0),
    corner(200, 100),
    corner(100, 100),
    corner(100, 200),
    corner(0, 200),
  ];
  const fence = { centre, radius: 1, polygon };

  test.each([
    ['in its west', 150, 50, 0],
    ['in its south', 50, 150, 0],
    ['in the quarter that is cut out', 150, 130, 30],
    ['beyond a side', -40, 100, 40],
    ['beyond a corner', 230, -40, 50],
  ])('%s', (_, northward, eastward, beyond) => {
    const check = checkGeofence(fence, corner(northward, eastward));
    expect(check.isInside).toBe(beyond === 0);
    expect(check.beyond).toBeCloseTo(beyond, 0);
  });
});
