/** A site of the demo, with its geofence and a QR code at its entrance. */
export interface SiteSeed {
  readonly clientCode: string;
  readonly code: string;
  readonly name: string;
  readonly siteType: 'OFFICE' | 'RETAIL' | 'WAREHOUSE' | 'CONSTRUCTION';
  readonly address: string;
  readonly latitude: number;
  readonly longitude: number;
  /** Metres. */
  readonly geofenceRadius: number;
  readonly geofencePolygon?: readonly (readonly [latitude: number, longitude: number])[];
  readonly nfcTagId: string;
  readonly qrCode: string;
  readonly requiredCertifications: readonly string[];
}

export const SITES: readonly SiteSeed[] = [
  {
    clientCode: 'BL-C-001',
    code: 'BL-S-001',
    name: 'Hudson Tower Lobby',
    siteType: 'OFFICE',
    address: '200 West Street, New York, NY 10282',
    latitude: 40.714606,
    longitude: -74.014528,
    geofenceRadius: 120,
    nfcTagId: '04:A2:19:7F:01',
    qrCode: 'bl-hudson-lobby-1',
    requiredCertifications: ['GUARD_CARD'],
  },
  {
    clientCode: 'BL-C-001',
    code: 'BL-S-002',
    name: 'Hudson Retail Arcade',
    siteType: 'RETAIL',
    address: '230 Vesey Street, New York, NY 10281',
    latitude: 40.713312,
    longitude: -74.015847,
    geofenceRadius: 150,
    nfcTagId: '04:A2:19:7F:02',
    qrCode: 'bl-hudson-arcade-1',
    requiredCertifications: ['GUARD_CARD'],
  },
  {
    clientCode: 'BL-C-002',
    code: 'BL-S-003',
    name: 'Newark Warehouse 7',
    siteType: 'WAREHOUSE',
    address: '700 Doremus Avenue, Newark, NJ 07105',
    latitude: 40.711402,
    longitude: -74.131885,
    geofenceRadius: 250,
    geofencePolygon: [
      [40.7126, -74.1337],
      [40.7131, -74.1305],
      [40.7104, -74.1296],
      [40.7098, -74.1331],
    ],
    nfcTagId: '04:A2:19:7F:03',
    qrCode: 'bl-newark-7-gate',
    requiredCertifications: [],
  },
  {
    clientCode: 'BL-C-002',
    code: 'BL-S-004',
    name: 'Elizabeth Container Yard',
    siteType: 'CONSTRUCTION',
    address: '1200 Polaris Street, Elizabeth, NJ 07201',
    latitude: 40.668213,
    longitude: -74.163524,
    geofenceRadius: 400,
    nfcTagId: '04:A2:19:7F:04',
    qrCode: 'bl-elizabeth-yard-gate',
    requiredCertifications: [],
  },
];

/** A code that was on a wall once. */
export const EXPIRED_QR_CODE = 'bl-elizabeth-yard-2024';
