import type { PlacedChange } from '../check/parse/changes.ts';
import type { QualifiedName } from '../check/parse/tree.ts';

/** PostgreSQL's table locks, the weakest first. */
const MODES = [
  'ACCESS SHARE',
  'ROW SHARE',
  'ROW EXCLUSIVE',
  'SHARE UPDATE EXCLUSIVE',
  'SHARE',
  'SHARE ROW EXCLUSIVE',
  'EXCLUSIVE',
  'ACCESS EXCLUSIVE',
] as const;
export type LockMode = (typeof MODES)[number];

/** Who waits behind a lock. */
export function blockedBy(mode: LockMode): 'nobody' | 'writes' | 'reads and writes' {
  if (mode === 'ACCESS EXCLUSIVE') return 'reads and writes';
  return MODES.indexOf(mode) >= MODES.indexOf('SHARE') ? 'writes' : 'nobody';
}

/**
 * The strongest lock that changes take on each table that was there before them, by PostgreSQL's documentation of
 * explicit locking; what functions and `DO` blocks do is not seen.
 */
export function locksOf(
  changes: readonly PlacedChange[],
  newTables: Set<QualifiedName>,
): Map<QualifiedName, LockMode> {
  const strongest = new Map<QualifiedName, LockMode>();
  for (const change of changes) {
    // Known before its own constraints and indexes come.
    if (change.kind === 'create-table') newTables.add(change.table);
    for (const [table, mode] of takenBy(change)) {
      if (newTables.has(table)) continue;
      const before = strongest.get(table);
      if (before === undefined || MODES.indexOf(mode) > MODES.indexOf(before)) strongest.set(table, mode);
    }
  }
  return strongest;
}

function takenBy(change: PlacedChange): [QualifiedName, LockMode][] {
  switch (change.kind) {
    case 'create-table':
      return change.partitionOf === undefined ? [] : [[change.partitionOf, 'ACCESS EXCLUSIVE']];
    case 'create-index':
      return [[change.table, change.concurrent ? 'SHARE UPDATE EXCLUSIVE' : 'SHARE']];
    case 'add-foreign-key':
      return [
        [change.table, 'SHARE ROW EXCLUSIVE'],
        [change.references, 'SHARE ROW EXCLUSIVE'],
      ];
    case 'validate-constraint':
      return [[change.table, 'SHARE UPDATE EXCLUSIVE']];
    case 'attach-partition':
      return [
        [change.table, 'SHARE UPDATE EXCLUSIVE'],
        [change.partition, 'ACCESS EXCLUSIVE'],
      ];
    case 'write':
      return [[change.table, 'ROW EXCLUSIVE']];
    case 'lock-table':
      return [[change.table, MODES[change.mode - 1] ?? 'ACCESS EXCLUSIVE']];
    default:
      return 'table' in change ? [[change.table, 'ACCESS EXCLUSIVE']] : [];
  }
}
