import { onIndex } from '../comment-on.ts';
import { type Finding, type Mend, shown } from '../finding.ts';
import { byOwner } from '../inspection.ts';
import { sizeWords } from '../words.ts';
import type { Index } from './read-indexes.ts';

/** Indexes that another one of the same table can stand in for: with the same keys, or with those and more behind. */
export function redundantIndexes(
  indexes: readonly Index[],
): { index: Index; replacement: Index; finding: Finding }[] {
  const ofTable = Map.groupBy(indexes, ({ relation }) => relation.oid);
  return indexes.flatMap((index) => {
    const other = ofTable.get(index.relation.oid)?.find((candidate) => replaces(candidate, index));
    if (other === undefined) return [];
    const same = other.keys.length === index.keys.length;
    const finding = {
      kind: same ? 'duplicate-index' : 'redundant-index',
      subject: nameOf(index),
      problem: `${same ? `it is the same as ${other.name}` : `${other.name} begins with the same columns`}, and takes ${sizeWords(index.bytes)} and time of every write`,
      advice: dropAdvice(index),
      commentOn: onIndex({ schema: index.relation.schema, name: index.name }),
      mend: dropOf(index),
    };
    return [{ index, replacement: other, finding }];
  });
}

/** Whether `index` is needed no more as long as `other` is there. Of two that are the same the older one stays. */
function replaces(other: Index, index: Index): boolean {
  if (other.oid === index.oid) return false;
  if (index.needed || index.relation.foreign || !index.valid || !other.valid) return false;
  if (other.method !== index.method || other.predicate !== index.predicate || other.kind !== index.kind)
    return false;
  const carried = new Set([...other.names, ...other.included]);
  if (!index.keys.every((key, place) => key === other.keys[place])) return false;
  if (!index.included.every((column) => carried.has(column))) return false;
  const same = index.keys.length === other.keys.length;
  // Only a B-tree is searched by its first columns alone.
  if (!same && index.method !== 'btree') return false;
  if (index.unique && !(same && other.unique && index.nullsEqual === other.nullsEqual)) return false;
  return !same || !isReplacedBy(other, index);
}

/** Of two with the same keys: whether the first one is the lesser. */
function isReplacedBy(index: Index, other: Index): boolean {
  if (index.needed !== other.needed) return other.needed;
  if (index.unique !== other.unique) return other.unique;
  if (index.included.length !== other.included.length) return index.included.length < other.included.length;
  return index.oid > other.oid;
}

export function nameOf({ relation, name }: Index): string {
  return `${shown({ schema: relation.schema, name })} on ${shown(relation)}`;
}

/** What PostgreSQL cannot drop beside readers and writers is not written as a migration. */
export function dropOf({ relation, name, kind, definition, comment }: Index): Mend | undefined {
  return kind === 'i' && relation.owned
    ? { kind: 'drop-index', schema: relation.schema, name, definition, comment }
    : undefined;
}

export function dropAdvice({ relation, kind }: Index): string {
  return kind === 'I'
    ? 'DROP INDEX, in a quiet moment: that of a partitioned table cannot be dropped concurrently.'
    : `Drop it by a migration: "--write-migration NAME" writes it.${byOwner(relation)}`;
}
