/** A material by its SKU, how much of it, and the share that is lost. */
export type ItemSeed = readonly [sku: string, quantity: number, waste: string];

/** What can be chosen of a plan, and what it needs beyond the plan. */
export interface ChoiceSeed {
  readonly code: string;
  readonly name: string;
  readonly items: readonly ItemSeed[];
}

export interface PlanSeed {
  readonly code: string;
  readonly name: string;
  readonly squareFeet: number;
  readonly bedrooms: number;
  readonly bathrooms: string;
  readonly stories: number;
  readonly items: readonly ItemSeed[];
  readonly elevations: readonly ChoiceSeed[];
  readonly options: readonly ChoiceSeed[];
}

/** What a house of 1,000 square feet needs. */
const PER_THOUSAND: readonly ItemSeed[] = [
  ['CON-3000', 22, '0.05'],
  ['CON-REBAR4', 640, '0.05'],
  ['CON-ANCHOR', 36, '0'],
  ['CON-VAPOR', 2, '0'],
  ['CON-GRAVEL', 14, '0.1'],
  ['LBR-2X4-8', 210, '0.08'],
  ['LBR-2X4-16', 42, '0.06'],
  ['LBR-2X6-10', 96, '0.08'],
  ['LBR-2X6-16', 24, '0.06'],
  ['LBR-2X10-16', 38, '0.05'],
  ['LBR-2X12-16', 6, '0.05'],
  ['SHT-OSB-716', 88, '0.07'],
  ['SHT-PLY-34', 34, '0.07'],
  ['HDW-NAIL16', 2, '0'],
  ['HDW-HANGER', 64, '0'],
  ['ROF-SHINGLE', 13, '0.1'],
  ['ROF-UNDERLAY', 2, '0'],
  ['ROF-RIDGE', 3, '0'],
  ['ROF-DRIP', 18, '0.05'],
  ['SID-LAP', 186, '0.1'],
  ['SID-WRAP', 1, '0'],
  ['INS-R19', 11, '0.05'],
  ['INS-R38', 14, '0.05'],
  ['DRY-12', 118, '0.1'],
  ['WIN-3050', 7, '0'],
  ['DOR-ENTRY', 1, '0'],
  ['DOR-INT', 6, '0'],
  ['FIN-BASE', 310, '0.1'],
];

/** Whole units, at least one. */
function scaledTo(squareFeet: number): ItemSeed[] {
  return PER_THOUSAND.map(([sku, quantity, waste]) => [
    sku,
    Math.max(1, Math.round((quantity * squareFeet) / 1000)),
    waste,
  ]);
}

const FARMHOUSE: ChoiceSeed = {
  code: 'A',
  name: 'Farmhouse',
  items: [
    ['SID-TRIM', 34, '0.08'],
    ['LBR-2X6-12', 12, '0.05'],
  ],
};
const CRAFTSMAN: ChoiceSeed = {
  code: 'B',
  name: 'Craftsman',
  items: [
    ['SID-TRIM', 52, '0.08'],
    ['SID-SOFFIT', 26, '0.05'],
    ['LBR-2X8-12', 16, '0.05'],
  ],
};
const DECK: ChoiceSeed = {
  code: 'DECK',
  name: 'Covered deck',
  items: [
    ['LBR-2X10-12', 22, '0.06'],
    ['LBR-2X6-12', 54, '0.08'],
    ['HDW-HANGER', 24, '0'],
  ],
};
const THIRD_BAY: ChoiceSeed = {
  code: 'BAY3',
  name: 'Third garage bay',
  items: [
    ['CON-3000', 7, '0.05'],
    ['CON-MESH', 11, '0.05'],
    ['LBR-2X4-10', 64, '0.08'],
    ['SHT-OSB-716', 18, '0.07'],
  ],
};
const GUTTERS: ChoiceSeed = {
  code: 'GUTTER',
  name: 'Seamless gutters',
  items: [['SID-GUTTER', 168, '0.05']],
};

const plan = (
  code: string,
  name: string,
  size: Pick<PlanSeed, 'squareFeet' | 'bedrooms' | 'bathrooms' | 'stories'>,
  choices: Pick<PlanSeed, 'elevations' | 'options'>,
): PlanSeed => ({ code, name, ...size, items: scaledTo(size.squareFeet), ...choices });

export const PLANS: readonly PlanSeed[] = [
  plan(
    'SH-ASPEN',
    'The Aspen',
    { squareFeet: 1640, bedrooms: 3, bathrooms: '2', stories: 1 },
    { elevations: [FARMHOUSE, CRAFTSMAN], options: [DECK, GUTTERS] },
  ),
  plan(
    'SH-BIRCH',
    'The Birch',
    { squareFeet: 2280, bedrooms: 4, bathrooms: '2.5', stories: 2 },
    { elevations: [FARMHOUSE, CRAFTSMAN], options: [DECK, THIRD_BAY, GUTTERS] },
  ),
  plan(
    'SH-CEDAR',
    'The Cedar',
    { squareFeet: 2950, bedrooms: 5, bathrooms: '3.5', stories: 2 },
    { elevations: [FARMHOUSE, CRAFTSMAN], options: [DECK, THIRD_BAY, GUTTERS] },
  ),
];
