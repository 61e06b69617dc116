/** A certification of an agent; days are counted back from the day of the seeding. */
interface CertificationSeed {
  readonly code: string;
  readonly issuedDaysAgo: number;
  /** Null: for good. */
  readonly expiresInDays: number | null;
}

/** An agent of the demo. */
export interface AgentSeed {
  readonly employeeNumber: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly hireDate: string;
  readonly home: readonly [latitude: number, longitude: number];
  readonly certifications: readonly CertificationSeed[];
}

const NAMES = [
  ['Aaliyah', 'Brooks', 40.7282, -73.7949],
  ['Ben', 'Castillo', 40.6782, -73.9442],
  ['Chidi', 'Okafor', 40.8448, -73.8648],
  ['Dana', 'Kowalski', 40.7831, -73.9712],
  ['Elif', 'Demir', 40.7357, -74.1724],
  ['Frank', 'Novak', 40.7178, -74.0431],
  ['Grace', 'Liu', 40.7614, -73.9776],
  ['Hassan', 'Rahimi', 40.5795, -74.1502],
  ['Isabel', 'Moreno', 40.6501, -73.9496],
  ['Jonas', 'Weber', 40.9312, -73.8988],
  ['Keisha', 'Grant', 40.7061, -73.9969],
  ['Luca', 'Ferrari', 40.744, -74.0324],
] as const;

/** Everybody may guard; every second can give first aid, every third is armed, and the last one's card runs out soon. */
export const AGENTS: readonly AgentSeed[] = NAMES.map(
  ([firstName, lastName, latitude, longitude], index) => ({
    employeeNumber: `BL-${String(index + 1).padStart(3, '0')}`,
    firstName,
    lastName,
    email: `${firstName}.${lastName}@bahinlink.com`.toLowerCase(),
    hireDate: `20${String(18 + (index % 6)).padStart(2, '0')}-0${(index % 9) + 1}-15`,
    home: [latitude, longitude],
    certifications: [
      { code: 'GUARD_CARD', issuedDaysAgo: 700, expiresInDays: index === NAMES.length - 1 ? 20 : 365 },
      ...(index % 2 === 0 ? [{ code: 'FIRST_AID', issuedDaysAgo: 300, expiresInDays: 430 }] : []),
      ...(index % 3 === 0 ? [{ code: 'ARMED', issuedDaysAgo: 200, expiresInDays: null }] : []),
    ],
  }),
);

/** A client of the demo, with its login. */
export interface ClientSeed {
  readonly code: string;
  readonly name: string;
  readonly contactName: string;
  readonly contactEmail: string;
}

export const CLIENTS: readonly ClientSeed[] = [
  {
    code: 'BL-C-001',
    name: 'Hudson Tower Management',
    contactName: 'Olivia Hart',
    contactEmail: 'olivia.hart@hudson-tower.example',
  },
  {
    code: 'BL-C-002',
    name: 'Garden State Logistics',
    contactName: 'Marcus Bell',
    contactEmail: 'marcus.bell@garden-state-logistics.example',
  },
];

export const SUPERVISOR_EMAIL = 'supervisor@bahinlink.com';
