import { invalidIndexes } from '@org/db-migrate';
import { lets } from '../allowances/allowance.ts';
import { onIndex } from '../comment-on.ts';
import { type Figure, type Finding, shown } from '../finding.ts';
import { readForeignKeys, unindexedForeignKeys } from '../indexes/foreign-keys.ts';
import { type Index, readIndexes } from '../indexes/read-indexes.ts';
import { redundantIndexes } from '../indexes/redundant.ts';
import { scannedTables } from '../indexes/scanned-tables.ts';
import { unusedIndexes } from '../indexes/unused.ts';
import type { Inspect, Inspection } from '../inspection.ts';
import { qualified } from '../sql.ts';
import { count } from '../words.ts';

/** Indexes that are invalid, redundant, unused or missing. */
export const inspectIndexes: Inspect = async (inspection) => {
  const indexes = await readIndexes(inspection);
  const keys = await readForeignKeys(inspection);
  const redundant = redundantIndexes(indexes);
  // What stands in for another one is about to be used, unless that one stays.
  const going = redundant.filter(
    ({ finding }) => !inspection.allowances.some((allowance) => lets(allowance, finding)),
  );
  const rest = indexes.filter(
    (index) => !going.some((found) => found.index === index || found.replacement === index),
  );
  const unused = await unusedIndexes(inspection, rest, keys);
  return {
    findings: [
      ...(await brokenIndexes(inspection)),
      ...redundant.map(({ finding }) => finding),
      ...unused.findings,
      ...unindexedForeignKeys(keys, indexes),
      ...(await scannedTables(inspection)),
    ],
    notes: [...unused.notes, ...notJudged(inspection)],
    figures: indexes.map(toFigure),
  };
};

function notJudged({ scope }: Inspection): string[] {
  const foreign = Map.groupBy(
    [...scope.relations.values()].filter((relation) => relation.foreign),
    ({ schema }) => schema,
  );
  if (foreign.size === 0) return [];
  const where = [...foreign].map(([schema, tables]) => `${schema} (${count(tables.length, 'table')})`);
  return [
    `Not judged, as an extension or a library has made the tables and decides on their indexes: ${where.join(', ')}.`,
  ];
}

async function brokenIndexes({ client, scope }: Inspection): Promise<Finding[]> {
  const tables = new Map([...scope.relations.values()].map((relation) => [shown(relation), relation]));
  return (await invalidIndexes(client)).flatMap(
    ({ schema, name, table, temporary, constraint }): Finding[] => {
      const relation = tables.get(table);
      if (relation === undefined) return [];
      const subject = `${schema}.${name} on ${table}`;
      if (temporary && !constraint) {
        return [
          {
            kind: 'invalid-index',
            subject,
            problem:
              'REINDEX CONCURRENTLY left it when it was interrupted: it costs each write and serves no query',
            advice: `DROP INDEX CONCURRENTLY ${qualified({ schema, name })};`,
            commentOn: onIndex({ schema, name }),
          },
        ];
      }
      return [
        {
          kind: 'invalid-index',
          subject,
          problem: 'a concurrent build failed: it costs each write and serves no query',
          advice:
            'REINDEX INDEX CONCURRENTLY: "--apply --reindex" does. A unique one needs its equal rows gone first.',
          commentOn: onIndex({ schema, name }),
          mend: relation.owned ? { kind: 'reindex', schema, name } : undefined,
        },
      ];
    },
  );
}

function toFigure({ relation, name, bytes, scans, lastScan, unique, valid }: Index): Figure {
  return {
    index: `${relation.schema}.${name}`,
    table: shown(relation),
    bytes,
    scans,
    lastScanAt: lastScan?.toISOString() ?? null,
    unique,
    valid,
  };
}
