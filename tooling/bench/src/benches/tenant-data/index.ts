import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { exportTenant, importTenant } from '@org/db-operations';
import { createTestDatabase } from '@org/db-testing';
import pg from 'pg';
import { type BenchOptions, isWanted } from '../../bench.ts';
import { type Findings, ratiosOf } from '../../report.ts';
import { takeTurns } from '../../take-turns.ts';
import { copyIn, copyOut, psqlVersion } from './psql.ts';
import { emptyTenant, TABLES, writeTenant } from './rows.ts';

const access = { actor: 'bench', reason: 'how fast is it?' };
const AT_LEAST = 0.7;
const EXPORT = 'export of a tenant';
const IMPORT = 'import of a tenant';
const ROUNDS = { [EXPORT]: 9, [IMPORT]: 2 };

/**
 * A tenant of a million rows out of a database and into another one, beside psql's `\copy` of the same rows of the same tables. psql
 * works as a superuser with the tables' triggers off, since the audit's would decide all: so neither writes an audit.
 */
export async function benchTenantData(options: BenchOptions): Promise<Findings> {
  const { quick, run, onProgress } = options;
  onProgress(await psqlVersion());
  const folder = await mkdtemp(path.join(tmpdir(), 'bench-tenant-'));
  await using source = await createTestDatabase({ run });
  await using target = await createTestDatabase({ run });
  const from = new pg.Client({ connectionString: source.superuserUrl });
  const to = new pg.Client({ connectionString: target.superuserUrl });
  await Promise.all([from.connect(), to.connect()]);
  try {
    // As `orgdb up` does for a local server.
    await from.query('GRANT SET ON PARAMETER session_replication_role TO org_owner');
    const rows = quick ? 20_000 : 1_000_000;
    onProgress(`writing ${rows} rows`);
    const tenantId = await writeTenant(from, rows);
    const archive = path.join(folder, 'archive');
    const text = path.join(folder, 'text');
    const write = async () => {
      await rm(archive, { recursive: true, force: true });
      return () =>
        exportTenant({ url: source.directUrl('owner'), slug: 'bench', folder: archive, ...access });
    };
    const runs = [];
    const cases = {
      [EXPORT]: {
        ours: write,
        psql: async () => () => copyOut(source.superuserUrl, TABLES, tenantId, text),
      },
      [IMPORT]: {
        ours: async () => {
          await emptyTenant(to);
          return () => importTenant({ url: target.directUrl('owner'), folder: archive, ...access });
        },
        psql: async () => {
          await emptyTenant(to);
          return () => copyIn(target.superuserUrl, TABLES, text);
        },
      },
    };
    for (const name of [EXPORT, IMPORT] as const) {
      const peers = cases[name];
      const wanted = isWanted(name, options);
      onProgress(name);
      // An import needs what the exports have written.
      if (wanted || name === EXPORT)
        runs.push(...(await takeTurns(name, quick || !wanted ? 1 : ROUNDS[name], peers)));
    }
    const promises = ratiosOf(runs, 'ours').map((ratio) => ({
      promise: "speed against psql's \\copy",
      where: ratio.case,
      value: Number((1 / ratio.latency).toFixed(3)),
      atLeast: AT_LEAST,
    }));
    return { runs, promises };
  } finally {
    await Promise.all([from.end(), to.end()]);
    await rm(folder, { recursive: true });
  }
}
