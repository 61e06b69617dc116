/** A community and the numbers of its lots. */
export interface CommunitySeed {
  readonly code: string;
  readonly name: string;
  readonly city: string;
  readonly state: string;
  readonly lots: readonly string[];
}

/** How far a job has come; `daysAgo` is the day whose prices its takeoff has. */
export type Progress =
  | { readonly stage: 'PLANNED' }
  | { readonly stage: 'DRAFT' | 'SUBMITTED' | 'RECEIVED'; readonly daysAgo: number };

export interface JobSeed {
  readonly code: string;
  readonly communityCode: string;
  readonly lotNumber: string;
  readonly planCode: string;
  readonly elevationCode: string;
  readonly optionCodes: readonly string[];
  readonly customerCode: string;
  readonly progress: Progress;
}

export const COMMUNITIES: readonly CommunitySeed[] = [
  {
    code: 'SH-RIDGE',
    name: 'Ridgeline Preserve',
    city: 'Castle Rock',
    state: 'CO',
    lots: ['101', '102', '103'],
  },
  { code: 'SH-MEADOW', name: 'Meadow Creek', city: 'Erie', state: 'CO', lots: ['1', '2', '3'] },
];

export const JOBS: readonly JobSeed[] = [
  {
    code: 'SH-JOB-001',
    communityCode: 'SH-RIDGE',
    lotNumber: '101',
    planCode: 'SH-BIRCH',
    elevationCode: 'B',
    optionCodes: ['DECK', 'BAY3'],
    customerCode: 'SH-C-001',
    progress: { stage: 'RECEIVED', daysAgo: 60 },
  },
  {
    code: 'SH-JOB-002',
    communityCode: 'SH-RIDGE',
    lotNumber: '102',
    planCode: 'SH-CEDAR',
    elevationCode: 'A',
    optionCodes: ['GUTTER'],
    customerCode: 'SH-C-002',
    progress: { stage: 'SUBMITTED', daysAgo: 9 },
  },
  {
    code: 'SH-JOB-003',
    communityCode: 'SH-MEADOW',
    lotNumber: '1',
    planCode: 'SH-ASPEN',
    elevationCode: 'A',
    optionCodes: [],
    customerCode: 'SH-C-003',
    progress: { stage: 'DRAFT', daysAgo: 2 },
  },
  {
    code: 'SH-JOB-004',
    communityCode: 'SH-MEADOW',
    lotNumber: '2',
    planCode: 'SH-ASPEN',
    elevationCode: 'B',
    optionCodes: ['DECK'],
    customerCode: 'SH-C-001',
    progress: { stage: 'PLANNED' },
  },
];
