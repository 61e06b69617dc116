import type { Client } from 'pg';
import { onTable } from '../comment-on.ts';
import type { Figure, Finding } from '../finding.ts';
import { findRelation, type Inspect } from '../inspection.ts';
import type { RetentionPolicy } from '../retention-policy.ts';
import { count } from '../words.ts';

interface Rule {
  readonly table: string;
  /** Of the worker, which does it each night. */
  readonly job: string;
  /** What happens to what is older, in words. */
  readonly policy: string;
  /** What goes at once. */
  readonly unit: 'row' | 'month';
  /** What should be gone for two days, which is when a job that runs each night is late. */
  readonly late: string;
}

/** More are not counted. */
const COUNTED = 100_000;
/** A day longer than cursors are good, as the worker keeps them. */
const CHANGE_DAYS = 31;

function rulesOf({ webhookDays, tracksArchiveMonths, tracksDropMonths }: RetentionPolicy): Rule[] {
  const months = (schema: string, after: number) => `
    SELECT c.relname FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
    WHERE n.nspname = '${schema}' AND c.relname ~ '^location_tracking_\\d{4}_\\d{2}$' AND c.relkind = 'r'
      AND to_date(right(c.relname, 7), 'YYYY_MM') < date_trunc('month', now() - interval '2 days') - make_interval(months => ${after})`;
  const older = (table: string, column: string, days: number) =>
    `SELECT FROM ${table} WHERE ${column} < now() - make_interval(days => ${days + 2})`;
  return [
    {
      table: 'core.webhook_events',
      job: 'webhook-retention',
      unit: 'row',
      policy: `deleted after ${webhookDays} days`,
      late: `${older('core.webhook_events AS e', 'e.created_at', webhookDays)} AND NOT EXISTS (
        SELECT FROM core.webhook_deliveries AS d WHERE d.tenant_id = e.tenant_id AND d.event_id = e.id AND d.status = 'PENDING')`,
    },
    {
      table: 'core.login_rates',
      job: 'webhook-retention',
      unit: 'row',
      policy: 'deleted when they say nothing any more',
      late: older('core.login_rates', 'arrival_at', 0),
    },
    {
      table: 'workforce.changes',
      job: 'track-retention',
      unit: 'row',
      policy: `deleted after ${CHANGE_DAYS} days`,
      late: older('workforce.changes', 'created_at', CHANGE_DAYS),
    },
    {
      table: 'workforce.location_tracking',
      job: 'track-retention',
      unit: 'month',
      policy: `months leave it for workforce_archive after ${tracksArchiveMonths} months`,
      late: months('workforce', tracksArchiveMonths),
    },
    {
      table: 'workforce.location_tracking',
      job: 'track-retention',
      unit: 'month',
      policy: `archived months are dropped after ${tracksDropMonths} months`,
      late: months('workforce_archive', tracksDropMonths),
    },
  ];
}

/** What should be gone by the policies of retention and is still there, and when the worker's job last ran. Deletes nothing. */
export const inspectRetention: Inspect = async (inspection) => {
  const { client, retention } = inspection;
  const findings: Finding[] = [];
  const figures: Figure[] = [];
  const hidden = new Set<string>();
  const jobs = await readJobs(client);
  for (const { table, job, policy, unit, late } of rulesOf(retention)) {
    const relation = findRelation(inspection, table);
    if (relation === undefined) continue;
    if (!relation.rowsSeen) {
      hidden.add(table);
      continue;
    }
    const { rows } = await client.query<{ late: number }>(
      `SELECT count(*)::int AS late FROM (${late} LIMIT ${COUNTED + 1}) AS those`,
    );
    const overdue = rows[0]?.late ?? 0;
    const ranAt = jobs?.get(job)?.toISOString() ?? null;
    figures.push({ table, policy, overdue, job, ranAt });
    if (overdue === 0) continue;
    const many = overdue > COUNTED ? `more than ${count(COUNTED, unit)}` : count(overdue, unit);
    findings.push({
      kind: 'retention-late',
      subject: table,
      problem: `${many} should be gone for two days or more (${policy})`,
      advice: `The worker's job "${job}" does it each night; ${jobs === undefined ? 'when it last ran cannot be seen' : ranAt === null ? 'it has not run of late' : `it last ran at ${ranAt}`}. By hand: start the worker with "--run ${job}".`,
      commentOn: onTable(relation),
    });
  }
  const notes =
    hidden.size > 0
      ? [`Not counted, as rows may be hidden from this role: ${[...hidden].join(', ')}.`]
      : figures.length === 0
        ? ['No table with a policy of retention that this command knows.']
        : [];
  if (figures.length > 0 && jobs === undefined) {
    notes.push('When the jobs last ran cannot be seen: the queue is not there, or not for this role.');
  }
  return { findings, notes, figures };
};

/** When each job last ended well, as far as the queue remembers; undefined when it cannot be read. */
async function readJobs(client: Client): Promise<ReadonlyMap<string, Date> | undefined> {
  const { rows } = await client.query<{ seen: boolean }>(
    `SELECT coalesce((SELECT has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT')
       FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace WHERE n.nspname = 'pgboss' AND c.relname = 'job'), false) AS seen`,
  );
  if (!rows[0]?.seen) return undefined;
  const { rows: jobs } = await client.query<{ name: string; at: Date }>(
    `SELECT name, max(completed_on) AS at FROM pgboss.job WHERE state = 'completed' GROUP BY name`,
  );
  return new Map(jobs.map(({ name, at }) => [name, at]));
}
