import type { $Enums } from '../../../../generated/prisma/client.ts';

/** Who delivers. */
export interface VendorSeed {
  readonly code: string;
  readonly name: string;
  readonly email: string;
  readonly phone: string;
  readonly leadTimeDays: number;
}

/** A material with what it costs in the middle of its year; lumber has the board feet of a unit and follows an index instead. */
export interface MaterialSeed {
  readonly vendorCode: string;
  readonly sku: string;
  readonly name: string;
  readonly category: $Enums.MaterialCategory;
  readonly unit: $Enums.MaterialUnit;
  readonly cost?: string;
  readonly lumber?: { readonly size: string; readonly boardFeetPerUnit: string };
}

/** The series of the lumber index that the lumber follows; prices per thousand board feet in the middle of the year. */
export const LUMBER_SERIES = { species: 'SPF', grade: '#2 & Btr', region: 'Western' } as const;
export const LUMBER_SIZES: readonly { readonly size: string; readonly pricePerMbf: string }[] = [
  { size: '2x4', pricePerMbf: '412.50' },
  { size: '2x6', pricePerMbf: '428.00' },
  { size: '2x8', pricePerMbf: '446.75' },
  { size: '2x10', pricePerMbf: '489.20' },
  { size: '2x12', pricePerMbf: '537.40' },
];

const LUMBER = 'SH-V-LUM';
const EXTERIOR = 'SH-V-EXT';
const CONCRETE = 'SH-V-CON';
const INTERIOR = 'SH-V-INT';

const vendor = (code: string, name: string, domain: string, leadTimeDays: number): VendorSeed => ({
  code,
  name,
  email: `orders@${domain}.example`,
  phone: '+1 303 555 0100',
  leadTimeDays,
});

export const VENDORS: readonly VendorSeed[] = [
  vendor(LUMBER, 'Front Range Lumber', 'front-range-lumber', 3),
  vendor(EXTERIOR, 'Peak Exteriors', 'peak-exteriors', 7),
  vendor(CONCRETE, 'Mile High Concrete Supply', 'mile-high-concrete', 2),
  vendor(INTERIOR, 'Summit Interiors', 'summit-interiors', 10),
];

function stick(size: string, feet: number, boardFeetPerUnit: string): MaterialSeed {
  return {
    vendorCode: LUMBER,
    sku: `LBR-${size.toUpperCase()}-${feet}`,
    name: `${size} x ${feet} ft SPF #2 & Btr`,
    category: 'LUMBER',
    unit: 'EA',
    lumber: { size, boardFeetPerUnit },
  };
}

type Other = readonly [sku: string, name: string, $Enums.MaterialCategory, $Enums.MaterialUnit, cost: string];

const others = (vendorCode: string, rows: readonly Other[]): MaterialSeed[] =>
  rows.map(([sku, name, category, unit, cost]) => ({ vendorCode, sku, name, category, unit, cost }));

export const MATERIALS: readonly MaterialSeed[] = [
  stick('2x4', 8, '5.3333'),
  stick('2x4', 10, '6.6667'),
  stick('2x4', 12, '8'),
  stick('2x4', 16, '10.6667'),
  stick('2x6', 8, '8'),
  stick('2x6', 10, '10'),
  stick('2x6', 12, '12'),
  stick('2x6', 16, '16'),
  stick('2x8', 12, '16'),
  stick('2x10', 12, '20'),
  stick('2x10', 16, '26.6667'),
  stick('2x12', 16, '32'),
  ...others(LUMBER, [
    ['SHT-OSB-716', 'OSB 7/16 in, 4 x 8', 'SHEATHING', 'SHEET', '14.25'],
    ['SHT-PLY-34', 'Plywood 3/4 in T&G, 4 x 8', 'SHEATHING', 'SHEET', '42.10'],
  ]),
  ...others(EXTERIOR, [
    ['ROF-SHINGLE', 'Architectural shingles', 'ROOFING', 'SQ', '98.75'],
    ['ROF-UNDERLAY', 'Synthetic underlayment', 'ROOFING', 'ROLL', '84.50'],
    ['ROF-RIDGE', 'Ridge cap shingles', 'ROOFING', 'BOX', '52.30'],
    ['ROF-DRIP', 'Drip edge, 10 ft', 'ROOFING', 'EA', '9.85'],
    ['ROF-ICE', 'Ice and water shield', 'ROOFING', 'ROLL', '118.40'],
    ['SID-LAP', 'Fiber cement lap siding, 12 ft', 'SIDING', 'EA', '11.32'],
    ['SID-TRIM', 'Fiber cement trim, 12 ft', 'SIDING', 'EA', '21.75'],
    ['SID-WRAP', 'House wrap, 9 x 150 ft', 'SIDING', 'ROLL', '142.00'],
    ['SID-SOFFIT', 'Vented soffit panel', 'SIDING', 'EA', '18.65'],
    ['SID-GUTTER', 'Seamless gutter', 'SIDING', 'LF', '6.42'],
  ]),
  ...others(CONCRETE, [
    ['CON-3000', 'Ready-mix concrete, 3,000 psi', 'CONCRETE', 'CY', '148.50'],
    ['CON-REBAR4', 'Rebar #4', 'CONCRETE', 'LF', '0.6825'],
    ['CON-ANCHOR', 'Anchor bolt, 1/2 x 10 in', 'CONCRETE', 'EA', '1.9475'],
    ['CON-VAPOR', 'Vapor barrier, 10 mil', 'CONCRETE', 'ROLL', '96.25'],
    ['CON-GRAVEL', 'Crushed gravel', 'CONCRETE', 'CY', '38.90'],
    ['CON-MESH', 'Welded wire mesh', 'CONCRETE', 'SHEET', '12.75'],
    ['CON-SEAL', 'Foundation sealant', 'CONCRETE', 'GAL', '31.40'],
  ]),
  ...others(INTERIOR, [
    ['DRY-12', 'Drywall 1/2 in, 4 x 8', 'DRYWALL', 'SHEET', '13.85'],
    ['INS-R19', 'Batt insulation R-19', 'INSULATION', 'BAG', '62.35'],
    ['INS-R38', 'Batt insulation R-38', 'INSULATION', 'BAG', '71.20'],
    ['WIN-3050', 'Vinyl window 3050', 'WINDOWS_DOORS', 'EA', '286.40'],
    ['DOR-ENTRY', 'Fiberglass entry door', 'WINDOWS_DOORS', 'EA', '412.00'],
    ['DOR-INT', 'Interior door, prehung', 'WINDOWS_DOORS', 'EA', '94.75'],
    ['HDW-NAIL16', 'Framing nails 16d, 50 lb', 'HARDWARE', 'BOX', '58.90'],
    ['HDW-HANGER', 'Joist hanger', 'HARDWARE', 'EA', '2.1325'],
    ['FIN-BASE', 'Baseboard, primed', 'FINISH', 'LF', '1.0475'],
  ]),
];
