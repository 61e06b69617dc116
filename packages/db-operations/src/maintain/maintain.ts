import { withConnection } from '@org/db-migrate';
import { slowQueries } from '../statements/slow-queries.ts';
import { readAllowances } from './allowances/read-allowances.ts';
import { SECTIONS, type Section, type SectionReport } from './finding.ts';
import { inspectSection } from './inspect.ts';
import type { ReadSlowQueries } from './inspection.ts';
import { mendAll, type Outcome } from './mend.ts';
import { DEFAULT_RETENTION, type RetentionPolicy } from './retention-policy.ts';
import { readScope } from './scope.ts';
import { DEFAULT_THRESHOLDS, type Thresholds } from './thresholds.ts';

export interface MaintainOptions {
  /** Straight to the server, as the owner of the tables or a superuser. */
  readonly url: string;
  /** Sections to look at; all by default. */
  readonly only?: readonly Section[] | undefined;
  readonly thresholds?: Partial<Thresholds> | undefined;
  /** What the worker is told; its defaults by default. */
  readonly retention?: Partial<RetentionPolicy> | undefined;
  /** Where pg_stat_statements is, if not in the database itself: in another one of the same server. */
  readonly readSlowQueries?: ReadSlowQueries | undefined;
  /** Do what is safe; by default nothing is changed. */
  readonly apply?: boolean | undefined;
  /** With `apply`: build bloated and invalid indexes anew, concurrently. */
  readonly reindex?: boolean | undefined;
  /** With `apply`: how long each step waits for a lock before it is skipped; 5 by default. */
  readonly lockTimeoutSeconds?: number | undefined;
  readonly onProgress?: ((line: string) => void) | undefined;
}

export interface MaintenanceReport {
  readonly database: string;
  readonly role: string;
  /** Such as 180004. */
  readonly version: number;
  /** Whether nothing is left to do. */
  readonly ok: boolean;
  /** As found; with `apply` as left. */
  readonly sections: readonly SectionReport[];
  /** Schemas that the role may not read. */
  readonly notLookedAt: readonly string[];
  /** Tables that somebody has locked, and that were not looked at either. */
  readonly locked: readonly string[];
  /** With `apply`: what was done. */
  readonly outcomes: readonly Outcome[];
}

const LOOK_SECONDS = 60;

/**
 * Looks after a database: what wants to be vacuumed, analyzed, rebuilt, indexed or made ahead, what runs slow, and what is late. It only
 * reads, section after section in transactions that cannot write, unless `apply` is set: then tables are vacuumed and analyzed and partitions made.
 * Rows are never deleted and indexes never dropped.
 *
 * @throws MigrateError as `withConnection`
 */
export async function maintain(options: MaintainOptions): Promise<MaintenanceReport> {
  const { url, only, apply = false, reindex = false, lockTimeoutSeconds = 5 } = options;
  const onProgress = options.onProgress ?? (() => undefined);
  const chosen = SECTIONS.filter((section) => only === undefined || only.includes(section));
  return withConnection(url, async (client) => {
    // To compile a query of the catalogs takes longer than to run it.
    await client.query(
      `SET search_path = ''; SET TimeZone = 'UTC'; SET DateStyle = 'ISO, YMD'; SET jit = off; SET lock_timeout = '${lockTimeoutSeconds}s'`,
    );
    const look = async (sections: readonly Section[]): Promise<SectionReport[]> => {
      await client.query(`SET statement_timeout = '${LOOK_SECONDS}s'`);
      const scope = await readScope(client);
      const inspection = {
        client,
        scope,
        allowances: await readAllowances(client, scope),
        thresholds: { ...DEFAULT_THRESHOLDS, ...options.thresholds },
        retention: { ...DEFAULT_RETENTION, ...options.retention },
        readSlowQueries: options.readSlowQueries ?? ((own, limit) => slowQueries(own, { limit })),
      };
      const reports: SectionReport[] = [];
      for (const section of sections) {
        onProgress(`looking at ${section}`);
        reports.push(await inspectSection(inspection, section));
      }
      return reports;
    };
    let sections = await look(chosen);
    let outcomes: Outcome[] = [];
    if (apply) {
      await client.query('SET statement_timeout = 0');
      const findings = sections.flatMap((section) => section.findings);
      outcomes = await mendAll(client, findings, { reindex, onProgress });
      if (outcomes.some(({ result }) => result === 'done')) sections = await look(chosen);
    }
    const { role, database, version, notLookedAt, locked } = await readScope(client);
    return {
      database,
      role,
      version,
      ok: sections.every(({ findings }) => findings.length === 0),
      sections,
      notLookedAt,
      locked,
      outcomes,
    };
  });
}
