import type { Figure, Finding } from '../finding.ts';
import type { Inspect, Inspection } from '../inspection.ts';
import { count, numberWords, timeWords } from '../words.ts';

interface Session {
  readonly pid: number;
  readonly user: string;
  readonly application: string;
  readonly state: string;
  /** Of the transaction, in seconds. */
  readonly open: number;
  /** Transactions that began since the oldest one that it may still look at. */
  readonly held: number;
}

/** Who has a transaction open, or keeps an old snapshot. What they run is not read: it may hold data. */
const SESSIONS = `
  SELECT pid, usename AS user, application_name AS application, coalesce(state, 'unknown') AS state,
    coalesce(extract(epoch FROM clock_timestamp() - xact_start), 0)::float8 AS open,
    coalesce(greatest(age(backend_xmin), age(backend_xid)), 0)::float8 AS held
  FROM pg_stat_activity
  WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start IS NOT NULL AND backend_type = 'client backend'
  ORDER BY xact_start`;

const HOLDERS = `
  SELECT 'replication slot ' || slot_name AS what, greatest(age(xmin), age(catalog_xmin))::float8 AS held, NULL::float8 AS seconds,
    active AS alive, 'pg_drop_replication_slot(' || quote_literal(slot_name) || ')' AS command
  FROM pg_replication_slots
  UNION ALL
  SELECT 'prepared transaction ' || gid, age(transaction)::float8, extract(epoch FROM clock_timestamp() - prepared)::float8,
    false, 'ROLLBACK PREPARED ' || quote_literal(gid) FROM pg_prepared_xacts WHERE database = current_database()
  UNION ALL
  SELECT 'standby ' || application_name, age(backend_xmin)::float8, NULL, true, NULL FROM pg_stat_replication WHERE backend_xmin IS NOT NULL`;

const HIDDEN = `
  SELECT count(*)::int AS hidden FROM pg_stat_activity AS a
  WHERE a.datname = current_database() AND a.pid <> pg_backend_pid() AND a.usesysid IS NOT NULL AND NOT pg_has_role(current_user, 'pg_read_all_stats', 'USAGE')
    AND NOT pg_has_role(current_user, a.usesysid, 'USAGE')`;

/** A million transactions of rows that no vacuum can take away. */
const HELD = 1_000_000;

/** Transactions that are open for long, and whatever else keeps vacuum from its work. */
export const inspectSessions: Inspect = async (inspection) => {
  const { client } = inspection;
  const { rows: sessions } = await client.query<Session>(SESSIONS);
  const { rows: hidden } = await client.query<{ hidden: number }>(HIDDEN);
  const others = await readHolders(inspection);
  const unseen = hidden[0]?.hidden ?? 0;
  return {
    findings: [
      ...sessions.flatMap((session) => judge(session, inspection.thresholds.sessionMinutes)),
      ...others.findings,
    ],
    notes:
      unseen === 0
        ? []
        : [
            `${count(unseen, 'session')} of other roles cannot be seen by ${inspection.scope.role}. "GRANT pg_read_all_stats TO ${inspection.scope.role}", by a superuser, shows them.`,
          ],
    figures: [
      ...sessions.map(
        ({ pid, user, application, state, open, held }): Figure => ({
          what: `process ${pid}`,
          user,
          application,
          state,
          openSeconds: Math.round(open),
          transactionsHeld: held,
        }),
      ),
      ...others.figures,
    ],
  };
};

function judge({ pid, user, application, state, open, held }: Session, minutes: number): Finding[] {
  if (open < minutes * 60) return [];
  const idle = state.startsWith('idle in transaction');
  return [
    {
      kind: idle ? 'idle-in-transaction' : 'long-transaction',
      subject: `process ${pid}`,
      problem: `${user}${application ? ` ("${application}")` : ''} is ${state}, in a transaction since ${timeWords(open)}${held > 0 ? `; no vacuum takes away what died since (${count(held, 'transaction')})` : ''}`,
      advice: `Ask its owner to end it, or: SELECT pg_terminate_backend(${pid}).${idle ? ' idle_in_transaction_session_timeout keeps it from coming back.' : ''}`,
    },
  ];
}

async function readHolders({ client, thresholds }: Inspection) {
  const { rows } = await client.query<{
    what: string;
    held: number | null;
    seconds: number | null;
    alive: boolean;
    command: string | null;
  }>(HOLDERS);
  const findings = rows.flatMap(({ what, held, seconds, alive, command }): Finding[] => {
    const old = seconds !== null && seconds >= thresholds.sessionMinutes * 60;
    const unused = !alive && seconds === null;
    if (!old && !unused && (held ?? 0) < HELD) return [];
    const since = seconds === null ? '' : ` since ${timeWords(seconds)}`;
    const keeps = held === null ? '' : `, and keeps the dead rows of ${numberWords(held)} transactions`;
    return [
      {
        kind: 'holds-vacuum-up',
        subject: what,
        problem: `it is ${unused ? 'used by nobody; it keeps the log from being recycled' : `there${since}`}${keeps}`,
        advice:
          command === null
            ? 'Look at its queries, or hot_standby_feedback.'
            : `If nobody needs it: ${command}.`,
      },
    ];
  });
  const figures = rows.map(
    ({ what, held, seconds }): Figure => ({
      what,
      user: null,
      application: null,
      state: null,
      openSeconds: seconds === null ? null : Math.round(seconds),
      transactionsHeld: held,
    }),
  );
  return { findings, figures };
}
