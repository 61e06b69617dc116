import type { Client } from 'pg';
import type { SlowQueries } from '../statements/slow-queries.ts';
import type { Allowance } from './allowances/allowance.ts';
import { type SectionReport, shown } from './finding.ts';
import type { RetentionPolicy } from './retention-policy.ts';
import type { Relation, Scope } from './scope.ts';
import type { Thresholds } from './thresholds.ts';

/** What a section is looked at with. */
export interface Inspection {
  /** In a transaction that can only read. */
  readonly client: Client;
  readonly scope: Scope;
  /** What comments on objects let pass. */
  readonly allowances: readonly Allowance[];
  readonly thresholds: Thresholds;
  readonly retention: RetentionPolicy;
  readonly readSlowQueries: ReadSlowQueries;
}

/** Reads the slowest queries of the database, so many at most. */
export type ReadSlowQueries = (client: Client, limit: number) => Promise<SlowQueries>;

export type Inspect = (inspection: Inspection) => Promise<Omit<SectionReport, 'section' | 'allowed'>>;

/** Runs a query that takes the oids of relations as $1 and answers `oid`; what is out of scope is left out. */
export async function readRelations<T extends object>(
  { client, scope }: Inspection,
  query: string,
  more: readonly unknown[] = [],
): Promise<(T & { readonly relation: Relation })[]> {
  const { rows } = await client.query<T & { oid: number }>(query, [[...scope.relations.keys()], ...more]);
  return rows.flatMap((row) => {
    const relation = scope.relations.get(row.oid);
    return relation === undefined ? [] : [{ ...row, relation }];
  });
}

/** The relation of a name, unless it is not there or out of scope. */
export function findRelation({ scope }: Inspection, name: string): Relation | undefined {
  return [...scope.relations.values()].find((relation) => shown(relation) === name);
}

/** Said where the role cannot do what mends it. */
export function byOwner(relation: Relation): string {
  return relation.owned ? '' : ' As the owner of the table.';
}
