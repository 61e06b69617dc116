import type { Client } from 'pg';
import { onIndex } from '../comment-on.ts';
import type { Finding } from '../finding.ts';
import type { Inspection } from '../inspection.ts';
import { sizeWords, timeWords } from '../words.ts';
import { type ForeignKey, supports } from './foreign-keys.ts';
import type { Index } from './read-indexes.ts';
import { dropAdvice, dropOf, nameOf } from './redundant.ts';

/** A smaller table is read as a whole, index or not, so that its index is not used says nothing. */
const TABLE_BYTES = 2 ** 20;
const DAY = 86_400;

/** Since when uses are counted: the statistics' last reset, but not before the database was made. */
const COUNTED = `
  SELECT extract(epoch FROM now() - greatest(d.stats_reset, b.stats_reset))::float8 AS seconds,
    has_function_privilege('pg_stat_file(text)', 'EXECUTE') AS "filesSeen",
    (SELECT count(*) FROM pg_stat_replication)::int + (SELECT count(*) FROM pg_replication_slots WHERE slot_type = 'physical')::int AS replicas
  FROM pg_stat_database AS d CROSS JOIN pg_stat_bgwriter AS b WHERE d.datname = current_database()`;
const MADE = `
  SELECT extract(epoch FROM now() - (pg_stat_file('base/' || oid || '/PG_VERSION', true)).modification)::float8 AS seconds
  FROM pg_database WHERE datname = current_database()`;

/** Indexes that no query used for long enough, as far as the statistics can tell. */
export async function unusedIndexes(
  { client, thresholds }: Inspection,
  indexes: readonly Index[],
  keys: readonly ForeignKey[],
): Promise<{ findings: Finding[]; notes: string[] }> {
  const { seconds, replicas, certain } = await readCounting(client);
  const { unusedDays } = thresholds;
  const candidates = indexes.filter(
    (index) =>
      !index.unique &&
      !index.needed &&
      index.valid &&
      !index.relation.foreign &&
      index.tableBytes >= TABLE_BYTES &&
      !isUsed(index, unusedDays) &&
      !keys.some((key) => supports(index, key)),
  );
  if (candidates.length === 0) return { findings: [], notes: [] };
  const since = timeWords(seconds);
  const names = candidates.map(({ relation, name }) => `${relation.schema}.${name}`);
  if (seconds < unusedDays * DAY) {
    return {
      findings: [],
      notes: [
        `Not used so far: ${names.join(', ')}. Uses are only counted since ${since}; ${unusedDays} days are needed to judge.`,
      ],
    };
  }
  const elsewhere =
    replicas > 0
      ? 'A server has replicas: what they use is counted there, so look there before you drop an index.'
      : 'Uses by replicas are counted there, not here; no replica is connected now.';
  return {
    findings: candidates.map((index) => ({
      kind: 'unused-index',
      subject: nameOf(index),
      problem: `${index.lastScan === null ? `no query used it since ${since}` : `no query used it since ${index.lastScan.toISOString().slice(0, 10)}`}; it takes ${sizeWords(index.bytes)} and time of every write`,
      advice: dropAdvice(index),
      commentOn: onIndex({ schema: index.relation.schema, name: index.name }),
      mend: dropOf(index),
    })),
    notes: [
      elsewhere,
      ...(certain
        ? []
        : [
            'When this database was made cannot be seen: if it was copied or restored, uses are counted since then.',
          ]),
    ],
  };
}

function isUsed({ scans, lastScan }: Index, days: number): boolean {
  if (scans === 0) return false;
  return lastScan === null || Date.now() - lastScan.getTime() < days * DAY * 1000;
}

async function readCounting(
  client: Client,
): Promise<{ seconds: number; replicas: number; certain: boolean }> {
  const { rows } = await client.query<{ seconds: number | null; filesSeen: boolean; replicas: number }>(
    COUNTED,
  );
  const { seconds, filesSeen = false, replicas = 0 } = rows[0] ?? {};
  // A copy of a database begins to count anew, and does not say so.
  const made = filesSeen ? (await client.query<{ seconds: number | null }>(MADE)).rows[0]?.seconds : null;
  const known = [seconds, made].filter((value) => value != null);
  return { seconds: known.length === 0 ? 0 : Math.min(...known), replicas, certain: made != null };
}
