import { onIndex } from '../comment-on.ts';
import type { Finding } from '../finding.ts';
import { byOwner, type Inspection, readRelations } from '../inspection.ts';
import type { Relation } from '../scope.ts';
import { sizeWords } from '../words.ts';
import type { Pgstattuple } from './pgstattuple.ts';

interface Row {
  readonly relation: Relation;
  readonly self: number;
  readonly name: string;
  readonly method: string;
  readonly bytes: number;
  readonly blockSize: number;
}

const OTHERS = `
  SELECT x.indrelid AS oid, c.oid AS self, c.relname AS name, am.amname AS method, pg_relation_size(c.oid)::float8 AS bytes,
    current_setting('block_size')::int AS "blockSize"
  FROM pg_index AS x JOIN pg_class AS c ON c.oid = x.indexrelid JOIN pg_am AS am ON am.oid = c.relam
  WHERE x.indrelid = ANY ($1::oid[]) AND x.indisvalid AND c.relkind = 'i' AND am.amname <> 'btree' AND pg_relation_size(c.oid) >= $2
  ORDER BY pg_relation_size(c.oid) DESC`;

/**
 * Large indexes that are no B-trees: how full they are cannot be told, but of GIN how much waits to be sorted in, which every search reads, where
 * the extension may be asked.
 */
export async function otherIndexes(
  inspection: Inspection,
  pgstattuple: Pgstattuple | undefined,
): Promise<{ findings: Finding[]; notes: string[] }> {
  const least = inspection.thresholds.bloatMegabytes * 2 ** 20;
  const rows = await readRelations<Row>(inspection, OTHERS, [least]);
  const findings: Finding[] = [];
  for (const { relation, self, name, method, bytes, blockSize } of rows) {
    const pages = method === 'gin' ? await pgstattuple?.pendingPages(self) : undefined;
    if (pages === undefined || pages * blockSize < least) continue;
    findings.push({
      kind: 'gin-pending',
      subject: `${relation.schema}.${name}`,
      problem: `${sizeWords(pages * blockSize)} of ${sizeWords(bytes)} wait to be sorted in, and every search reads them`,
      advice: `VACUUM its table: "--apply" does; a smaller gin_pending_list_limit, or fastupdate = off, keeps it from growing again.${byOwner(relation)}`,
      commentOn: onIndex({ schema: relation.schema, name }),
      mend: relation.owned ? { kind: 'vacuum', schema: relation.schema, name: relation.name } : undefined,
    });
  }
  const named = rows.map(
    ({ relation, name, method, bytes }) => `${relation.schema}.${name} (${method}, ${sizeWords(bytes)})`,
  );
  return {
    findings,
    notes:
      named.length === 0
        ? []
        : [`How full they are is not known of indexes that are no B-trees: ${named.join(', ')}.`],
  };
}
