import type { Change } from '../src/check/parse/changes.ts';
import type { ParsedScript } from '../src/check/parse/parse-script.ts';

const ADDS: ReadonlySet<Change['kind']> = new Set([
  'create-table',
  'add-column',
  'create-index',
  'add-key',
  'add-foreign-key',
  'add-check',
  'create-enum',
  'add-value',
]);

/** Whether a script is readable and each of its statements adds something, and does nothing else. */
export function onlyAdds({ statements, problem }: ParsedScript): boolean {
  return (
    problem === undefined &&
    statements.length > 0 &&
    statements.every(({ changes }) => changes.length > 0 && changes.every(({ kind }) => ADDS.has(kind)))
  );
}

/**
 * Whether a script that only adds is also quick whatever the tables hold: those that it does not create itself get
 * columns that are nullable or have a constant default, and what is not tried on rows, and nothing else.
 */
export function isHarmless({ statements }: ParsedScript): boolean {
  const changes = statements.flatMap((statement) => statement.changes);
  const fresh = new Set(changes.flatMap((one) => (one.kind === 'create-table' ? [one.table] : [])));
  return changes.every((change) => {
    if (!('table' in change) || fresh.has(change.table)) return true;
    if (change.kind === 'add-column') {
      const { notNull, hasDefault, computed, defaultCalls } = change.column;
      return !computed && defaultCalls.length === 0 && (!notNull || hasDefault);
    }
    if (change.kind === 'add-foreign-key') return !change.scans;
    return change.kind === 'create-index' ? change.concurrent : false;
  });
}
