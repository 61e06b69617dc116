/** A project with what belongs to it; days count back from the first run, in the future they are negative. */
export interface ProjectSeed {
  readonly name: string;
  readonly description: string;
  readonly priority: 'LOW' | 'MEDIUM' | 'HIGH' | 'CRITICAL';
  readonly startedDaysAgo: number;
  readonly dueInDays: number;
  readonly budget: string;
  readonly ownerEmail: string;
  readonly stakeholders: readonly StakeholderSeed[];
  readonly targets: Readonly<Partial<Record<Metric, string>>>;
  /** One a week, the last of them today. */
  readonly snapshots: readonly SnapshotSeed[];
  readonly gaps: readonly GapSeed[];
  readonly predictions: readonly PredictionSeed[];
}

type Metric = 'team_size' | 'skill_coverage' | 'cycle_time' | 'response_time' | 'morale' | 'open_defects';
type Level = 'LOW' | 'MEDIUM' | 'HIGH';

interface StakeholderSeed {
  readonly name: string;
  /** A user's, or somebody's outside. */
  readonly email: string;
  readonly role: 'SPONSOR' | 'OWNER' | 'CONTRIBUTOR' | 'APPROVER' | 'CONSULTED' | 'INFORMED';
  readonly influence: Level;
  readonly interest: Level;
}

interface SnapshotSeed {
  readonly totalItems: number;
  readonly completedItems: number;
  readonly spent: string;
  readonly openDefects: number;
  readonly teamSize: string;
  readonly skillCoverage: string;
  readonly cycleTime: string;
  readonly responseTime: string;
  readonly morale: string;
}

interface GapSeed {
  readonly type: 'timeline' | 'resource' | 'communication' | 'quality' | 'skill';
  readonly severity: 'LOW' | 'MEDIUM' | 'HIGH' | 'CRITICAL';
  readonly status: 'OPEN' | 'IN_PROGRESS';
  readonly title: string;
  readonly impact: string;
  readonly currentState: string;
  readonly targetState: string;
  readonly rootCauses: readonly {
    readonly description: string;
    readonly evidence: string;
    readonly confidence: string;
  }[];
  readonly actions: readonly string[];
}

interface PredictionSeed {
  readonly kind: 'delay' | 'budget_overrun' | 'quality' | 'scope';
  readonly probability: string;
  readonly predictedDaysAgo: number;
  readonly horizonInDays: number;
  readonly threshold: string | null;
  readonly factors: readonly { readonly name: string; readonly detail: string; readonly weight: string }[];
  readonly recommendedActions: readonly string[];
  /** Whether it happened, where the horizon has passed. */
  readonly outcome: boolean | null;
}
