import type { EngineQuery } from '../tenant/engine-query.ts';

const READS: ReadonlySet<string> = new Set([
  'findUnique',
  'findUniqueOrThrow',
  'findFirst',
  'findFirstOrThrow',
  'findMany',
  'aggregate',
  'groupBy',
]);

const BEGINS_AS_READ = /^[\s(]*(?:SELECT|WITH|VALUES|TABLE)\b/i;
/** Writes, row locks, and what a standby would do for itself alone, without complaint. */
const DOES_MORE =
  /\b(?:INSERT|UPDATE|DELETE|MERGE|INTO|SHARE|LOCK|set_config|nextval|setval|pg_\w*(?:advisory|notify|cancel|terminate|backend|wal|lsn|replay|reload|rotate|promote|stat)\w*|dblink\w*|lo_\w+)\b/i;

/**
 * Is this operation surely nothing but a read, so that a replica may answer it? Raw SQL is judged by its text: when in
 * doubt it is none. What is wrongly taken for one, as a function that writes, a standby refuses.
 */
export function isRead(query: EngineQuery): boolean {
  if (query.action !== 'queryRaw') return READS.has(query.action);
  const text = query.query?.arguments?.query;
  return typeof text === 'string' && BEGINS_AS_READ.test(text) && !DOES_MORE.test(text);
}

/** May it write when the primary runs it? Only of models' reads is it known that they do not. */
export function mayWrite(query: EngineQuery): boolean {
  return !READS.has(query.action);
}
