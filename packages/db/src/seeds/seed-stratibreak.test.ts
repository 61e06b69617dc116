import { createTestDatabase } from '@org/db-testing';
import { expect, test } from 'vitest';
import { query, snapshot } from '../../test/snapshot.ts';
import { runSeeds } from './index.ts';

test('planning brings stratibreak with two projects, their history, gaps and predictions, once', async () => {
  await using database = await createTestDatabase();
  const url = database.url('owner');
  await runSeeds({ url, systems: ['planning', 'core'] });
  const rows = (sql: string) => query(url, sql);
  expect(
    await rows(`
      SELECT p.name, p.status, u.email AS owner, p.budget, p.currency, p.progress,
        (SELECT count(*)::int FROM planning.project_stakeholders s WHERE s.project_id = p.id) AS stakeholders,
        (SELECT count(*)::int FROM planning.project_snapshots s WHERE s.project_id = p.id) AS snapshots,
        (SELECT max(taken_on) - min(taken_on) FROM planning.project_snapshots s WHERE s.project_id = p.id) AS days
      FROM planning.projects p JOIN core.users u ON u.id = p.owner_id ORDER BY p.name`),
  ).toEqual([
    {
      name: 'Customer Portal Relaunch',
      status: 'ACTIVE',
      owner: 'manager@stratibreak.com',
      budget: '240000.00',
      currency: 'USD',
      progress: '38.46',
      stakeholders: 3,
      snapshots: 8,
      days: 49,
    },
    {
      name: 'Data Platform Consolidation',
      status: 'ACTIVE',
      owner: 'manager@stratibreak.com',
      budget: '180000.00',
      currency: 'USD',
      progress: '50.00',
      stakeholders: 2,
      snapshots: 8,
      days: 49,
    },
  ]);
  expect(
    await rows(`
      SELECT g.type, g.severity, count(c.id)::int > 0 AS explained, bool_and(c.evidence <> '') AS proven
      FROM planning.gaps g LEFT JOIN planning.gap_root_causes c ON c.gap_id = g.id
      GROUP BY g.tenant_id, g.id ORDER BY g.severity DESC`),
  ).toEqual([
    { type: 'timeline', severity: 'CRITICAL', explained: true, proven: true },
    { type: 'resource', severity: 'HIGH', explained: true, proven: true },
    { type: 'skill', severity: 'MEDIUM', explained: true, proven: true },
  ]);
  expect(
    await rows(`
      SELECT kind, outcome, outcome_recorded_at IS NOT NULL AS recorded, horizon_on > current_date AS open,
        (SELECT sum(weight) FROM planning.prediction_factors f WHERE f.prediction_id = p.id) AS weight
      FROM planning.predictions p ORDER BY probability DESC`),
  ).toEqual([
    { kind: 'delay', outcome: null, recorded: false, open: true, weight: '1.000' },
    { kind: 'scope', outcome: true, recorded: true, open: false, weight: '1.000' },
    { kind: 'delay', outcome: null, recorded: false, open: true, weight: '1.000' },
  ]);
  expect(
    await rows(
      'SELECT provider, status, (SELECT count(*)::int FROM core.integration_tokens) AS tokens FROM core.integrations',
    ),
  ).toEqual([{ provider: 'jira', status: 'PAUSED', tokens: 0 }]);

  const before = await snapshot(url);
  await runSeeds({ url, systems: ['planning'] });
  expect(await snapshot(url)).toEqual(before);
});
