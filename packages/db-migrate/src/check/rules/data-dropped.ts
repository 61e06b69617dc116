import type { PlacedChange } from '../parse/changes.ts';
import { isOld, type Rule, type Step, shown } from './rule.ts';

/** `-- orgdb:irreversible anna: reason`, in rollback.sql. */
const SIGNED = /^[ \t]*--[ \t]*orgdb:irreversible[ \t]+\S+:[ \t]+\S/m;

export const dataDropped: Rule = {
  name: 'data-dropped',
  severity: 'error',
  title: 'Data is deleted that no way back can bring back, and nobody signed for it',
  why: 'rollback.sql can make the column or table again, but not what was in it.',
  safe: 'Stop using it first, and delete it a release later. Then sign in rollback.sql: "-- orgdb:irreversible <your name>: <why nothing of it is missed>".',
  example: {
    given: 'CREATE TABLE orders (id int PRIMARY KEY, note text);',
    rows: "INSERT INTO orders SELECT n, 'x' FROM generate_series(1, 500) AS n;",
    bad: 'ALTER TABLE orders DROP COLUMN note;',
    good: ['ALTER TABLE orders ALTER COLUMN note DROP NOT NULL;'],
  },
  onChange(step) {
    const lost = lossOf(step);
    if (lost === undefined || SIGNED.test(step.migration.rollback ?? '')) return undefined;
    const rename = renamedTo(step);
    return rename === undefined
      ? `${lost} is deleted with all that is in it.`
      : `${lost} is deleted with all that is in it. Is it meant to become ${rename}? Then "orgdb migrate new --recipe rename-column" keeps the values.`;
  },
};

function lossOf(step: Step): string | undefined {
  const { change, model, migration } = step;
  switch (change.kind) {
    case 'drop-table':
    case 'truncate':
      return isOld(step, change.table) ? shown(change.table) : undefined;
    case 'drop-column': {
      const column = model.tables.get(change.table)?.columns.get(change.column);
      const isNew = !isOld(step, change.table) || column?.addedIn === migration.name;
      return isNew ? undefined : `${shown(change.table)}.${change.column}`;
    }
    case 'drop-schema':
      return `The schema ${change.schema}`;
    case 'write': {
      const isDelete = change.command === 'DELETE' && change.whole && isOld(step, change.table);
      return isDelete ? `Every row of ${shown(change.table)}` : undefined;
    }
    default:
      return undefined;
  }
}

/** A column of the same type that the same migration adds to the same table: how Prisma writes a rename. */
function renamedTo({ change, model, migration }: Step): string | undefined {
  if (change.kind !== 'drop-column') return undefined;
  const type = model.tables.get(change.table)?.columns.get(change.column)?.type;
  const added = migration.statements
    .flatMap(({ changes }) => changes)
    .filter((one): one is PlacedChange & { kind: 'add-column' } => one.kind === 'add-column');
  return added.find(({ table, column }) => table === change.table && column.type.name === type?.name)?.column
    .name;
}
