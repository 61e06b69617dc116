/** A report of the demo, in one of the states that a report can be in. */
export interface ReportSeed {
  readonly title: string;
  readonly reportType: 'PATROL' | 'INCIDENT' | 'INSPECTION' | 'MAINTENANCE';
  readonly priority: 'LOW' | 'NORMAL' | 'HIGH' | 'CRITICAL';
  readonly body: string;
  /** Places in the lists of agents and sites. */
  readonly agent: number;
  readonly site: number;
  readonly daysAgo: number;
  readonly steps: readonly ReportStepSeed[];
}

type Status = 'DRAFT' | 'SUBMITTED' | 'UNDER_REVIEW' | 'APPROVED' | 'REJECTED';

interface ReportStepSeed {
  readonly step: 'SUBMIT' | 'REVIEW' | 'DECISION';
  readonly decision?: 'APPROVED' | 'REJECTED';
  readonly from: Status;
  readonly to: Status;
  readonly comment?: string;
}

const SUBMIT = { step: 'SUBMIT', from: 'DRAFT', to: 'SUBMITTED' } as const;
const REVIEW = { step: 'REVIEW', from: 'SUBMITTED', to: 'UNDER_REVIEW' } as const;
const decision = (outcome: 'APPROVED' | 'REJECTED', comment: string) =>
  ({ step: 'DECISION', decision: outcome, from: 'UNDER_REVIEW', to: outcome, comment }) as const;

export const REPORTS: readonly ReportSeed[] = [
  {
    title: 'Night round, all doors locked',
    reportType: 'PATROL',
    priority: 'NORMAL',
    body: 'Three rounds, nothing to report.',
    agent: 1,
    site: 0,
    daysAgo: 7,
    steps: [SUBMIT, REVIEW, decision('APPROVED', 'Complete.')],
  },
  {
    title: 'Forced lock at the loading dock',
    reportType: 'INCIDENT',
    priority: 'HIGH',
    body: 'The lock of dock 4 was forced between 02:00 and 03:00. Police were called.',
    agent: 4,
    site: 2,
    daysAgo: 5,
    steps: [SUBMIT, REVIEW],
  },
  {
    title: 'Fire extinguishers checked',
    reportType: 'INSPECTION',
    priority: 'LOW',
    body: 'Two of nine are past their date.',
    agent: 6,
    site: 1,
    daysAgo: 4,
    steps: [SUBMIT],
  },
  {
    title: 'Gate light out of order',
    reportType: 'MAINTENANCE',
    priority: 'NORMAL',
    body: 'Out.',
    agent: 7,
    site: 3,
    daysAgo: 3,
    steps: [SUBMIT, REVIEW, decision('REJECTED', 'Say which gate, and since when.')],
  },
  {
    title: 'Round of the container yard',
    reportType: 'PATROL',
    priority: 'NORMAL',
    body: '',
    agent: 9,
    site: 3,
    daysAgo: 2,
    steps: [],
  },
];
