import type { ProjectSeed } from './project-seed.ts';

/** Late, and short of people: what a gap analysis is for. */
export const PORTAL_RELAUNCH: ProjectSeed = {
  name: 'Customer Portal Relaunch',
  description: 'A new portal for customers, with single sign-on and self-service.',
  priority: 'HIGH',
  startedDaysAgo: 70,
  dueInDays: 49,
  budget: '240000.00',
  ownerEmail: 'manager@stratibreak.com',
  stakeholders: [
    {
      name: 'Stratibreak Administrator',
      email: 'admin@stratibreak.com',
      role: 'SPONSOR',
      influence: 'HIGH',
      interest: 'MEDIUM',
    },
    {
      name: 'Stratibreak Stakeholder',
      email: 'user@stratibreak.com',
      role: 'CONSULTED',
      influence: 'MEDIUM',
      interest: 'HIGH',
    },
    {
      name: 'Petra Lindqvist',
      email: 'petra@customer-council.example',
      role: 'APPROVER',
      influence: 'HIGH',
      interest: 'HIGH',
    },
  ],
  targets: { team_size: '8', cycle_time: '5', response_time: '2', open_defects: '10' },
  snapshots: [
    [160, 14, '22000', 4, '8', '90', '4.5', '2', '80'],
    [162, 25, '40500', 5, '8', '90', '4.8', '2.2', '79'],
    [165, 35, '59000', 7, '7.5', '88', '5.2', '2.6', '77'],
    [169, 44, '77000', 8, '7', '85', '5.9', '3.1', '74'],
    [172, 52, '94500', 10, '6.5', '82', '6.4', '3.5', '71'],
    [176, 59, '111500', 11, '6', '80', '7.1', '3.8', '69'],
    [179, 65, '128000', 13, '5.5', '78', '7.7', '4.4', '66'],
    [182, 70, '144000', 14, '5', '75', '8.3', '4.9', '64'],
  ].map(toSnapshot),
  gaps: [
    {
      type: 'timeline',
      severity: 'CRITICAL',
      status: 'OPEN',
      title: 'The relaunch is a month behind',
      impact: 'The licence of the old portal has to be prolonged by a quarter.',
      currentState: '38 % of the work is done',
      targetState: '59 % by now',
      rootCauses: [
        {
          description: 'Fewer items are completed each week',
          evidence: 'From 14 to 5 items a week over eight weeks',
          confidence: '0.960',
        },
        {
          description: 'The scope has grown',
          evidence: 'From 160 to 182 items over eight weeks',
          confidence: '0.880',
        },
      ],
      actions: ['Agree on a change control for the scope', 'Move single sign-on to a second release'],
    },
    {
      type: 'resource',
      severity: 'HIGH',
      status: 'IN_PROGRESS',
      title: 'Three of eight people have left the team',
      impact: 'Work waits for people.',
      currentState: '5 full-time equivalents',
      targetState: '8 full-time equivalents',
      rootCauses: [
        {
          description: 'Another project has priority',
          evidence: 'Two developers were moved in the third week, one in the sixth',
          confidence: '0.900',
        },
      ],
      actions: ['Bring in two developers until the relaunch'],
    },
  ],
  predictions: [
    {
      kind: 'delay',
      probability: '0.9100',
      predictedDaysAgo: 0,
      horizonInDays: 49,
      threshold: null,
      factors: [
        { name: 'Pace', detail: 'Seven items a week are left of fourteen', weight: '0.700' },
        { name: 'Scope growth', detail: 'Three items come in each week', weight: '0.300' },
      ],
      recommendedActions: ['Freeze the scope', 'Bring in two developers'],
      outcome: null,
    },
    {
      kind: 'scope',
      probability: '0.6500',
      predictedDaysAgo: 35,
      horizonInDays: -7,
      threshold: '176.00',
      factors: [{ name: 'Scope growth', detail: 'Three items come in each week', weight: '1.000' }],
      recommendedActions: ['Agree on a change control'],
      outcome: true,
    },
  ],
};

type Row = readonly (string | number)[];

function toSnapshot(row: Row): ProjectSeed['snapshots'][number] {
  const [total, completed, spent, defects, team, skills, cycle, response, morale] = row;
  return {
    totalItems: Number(total),
    completedItems: Number(completed),
    spent: `${spent}.00`,
    openDefects: Number(defects),
    teamSize: String(team),
    skillCoverage: String(skills),
    cycleTime: String(cycle),
    responseTime: String(response),
    morale: String(morale),
  };
}
