import type { ProjectSeed } from './project-seed.ts';

const COMPLETED = [9, 19, 28, 38, 47, 57, 66, 76];

/** On its way, with little to complain of. */
export const DATA_PLATFORM: ProjectSeed = {
  name: 'Data Platform Consolidation',
  description: 'One warehouse in place of three, with its reports.',
  priority: 'MEDIUM',
  startedDaysAgo: 63,
  dueInDays: 63,
  budget: '180000.00',
  ownerEmail: 'manager@stratibreak.com',
  stakeholders: [
    {
      name: 'Stratibreak Stakeholder',
      email: 'user@stratibreak.com',
      role: 'INFORMED',
      influence: 'LOW',
      interest: 'HIGH',
    },
    {
      name: 'Tomasz Nowak',
      email: 'tomasz@audit.example',
      role: 'CONSULTED',
      influence: 'MEDIUM',
      interest: 'MEDIUM',
    },
  ],
  targets: { team_size: '5', skill_coverage: '90', open_defects: '8' },
  snapshots: COMPLETED.map((completedItems, week) => ({
    totalItems: 150 + Math.floor(week / 3),
    completedItems,
    spent: `${(week + 1) * 11_200}.00`,
    openDefects: 3 + (week % 2),
    teamSize: '5',
    skillCoverage: '78',
    cycleTime: '4',
    responseTime: '1.5',
    morale: '82',
  })),
  gaps: [
    {
      type: 'skill',
      severity: 'MEDIUM',
      status: 'OPEN',
      title: 'Nobody in the team knows the old accounting system',
      impact: 'Its reports wait for one consultant.',
      currentState: '78 % of the needed skills',
      targetState: '90 % of the needed skills',
      rootCauses: [
        {
          description: 'Its last administrator retired',
          evidence: 'Said by the finance department; there is no documentation',
          confidence: '0.800',
        },
      ],
      actions: ['Have the consultant write down the tables'],
    },
  ],
  predictions: [
    {
      kind: 'delay',
      probability: '0.1800',
      predictedDaysAgo: 0,
      horizonInDays: 63,
      threshold: null,
      factors: [{ name: 'Pace', detail: 'Nine to ten items a week, 8.4 are needed', weight: '1.000' }],
      recommendedActions: [],
      outcome: null,
    },
  ],
};
