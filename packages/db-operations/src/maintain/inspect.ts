import type { Client } from 'pg';
import { letPass } from './allowances/let-pass.ts';
import type { Section, SectionReport } from './finding.ts';
import type { Inspect, Inspection } from './inspection.ts';
import { inspectBloat } from './sections/bloat.ts';
import { inspectIndexes } from './sections/indexes.ts';
import { inspectPartitions } from './sections/partitions.ts';
import { inspectQueries } from './sections/queries.ts';
import { inspectRetention } from './sections/retention.ts';
import { inspectSequences } from './sections/sequences.ts';
import { inspectSessions } from './sections/sessions.ts';
import { inspectTables } from './sections/tables.ts';

const INSPECT: Readonly<Record<Section, Inspect>> = {
  tables: inspectTables,
  bloat: inspectBloat,
  indexes: inspectIndexes,
  queries: inspectQueries,
  partitions: inspectPartitions,
  sequences: inspectSequences,
  sessions: inspectSessions,
  retention: inspectRetention,
};

/** What a busy database or a role with few rights may answer; all else is a mistake of ours. */
const NOT_LOOKED_AT: Readonly<Record<string, string>> = {
  '42501': 'the role may not',
  '42P01': 'a table was dropped meanwhile',
  '55P03': 'a table was locked for too long',
  '57014': 'it took too long',
};

/** Looks at one section in a transaction that cannot change anything, and holds no snapshot over the next one. */
export async function inspectSection(inspection: Inspection, section: Section): Promise<SectionReport> {
  const { client } = inspection;
  await client.query('BEGIN READ ONLY');
  try {
    const report = await INSPECT[section](inspection);
    await client.query('COMMIT');
    return letPass({ section, ...report }, inspection.allowances);
  } catch (error) {
    await rollBack(client);
    const why = NOT_LOOKED_AT[(error as { code?: string }).code ?? ''];
    if (why === undefined) throw error;
    return {
      section,
      findings: [],
      allowed: [],
      notes: [`Not looked at, as ${why}: ${(error as Error).message}.`],
      figures: [],
    };
  }
}

async function rollBack(client: Client): Promise<void> {
  // Where the connection is lost, so is the transaction.
  await client.query('ROLLBACK').catch(() => undefined);
}
