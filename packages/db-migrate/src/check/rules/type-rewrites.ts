import type { ColumnType } from '../parse/tree.ts';
import { isOld, type Rule, shown } from './rule.ts';

export const typeRewrites: Rule = {
  name: 'type-rewrites',
  severity: 'error',
  title: 'A column of a table in use gets a type that its values have to be converted to',
  why: 'The whole table is written anew, with all its indexes; and programs of the last version meet a type that they do not expect.',
  lock: { mode: 'ACCESS EXCLUSIVE', blocks: 'reads and writes', lasts: 'until the table is rewritten' },
  safe: 'A new column of the new type, kept in step by a trigger and backfilled, to which programs move before the old one goes ("orgdb migrate new --recipe change-type").',
  example: {
    given: 'CREATE TABLE orders (id int PRIMARY KEY, amount int, label varchar(20));',
    rows: "INSERT INTO orders SELECT n, n, 'x' FROM generate_series(1, 500) AS n;",
    bad: 'ALTER TABLE orders ALTER COLUMN amount TYPE bigint;',
    good: ['ALTER TABLE orders ALTER COLUMN label TYPE varchar(40);'],
  },
  onChange(step) {
    const { change, model } = step;
    if (change.kind !== 'set-type' || !isOld(step, change.table)) return undefined;
    const from = model.tables.get(change.table)?.columns.get(change.column)?.type;
    if (from !== undefined && !change.converts && isFree(from, change.type)) return undefined;
    const before = from === undefined ? '' : ` from ${written(from)}`;
    return `${shown(change.table)}.${change.column} is converted${before} to ${written(change.type)}, and the table rewritten while nobody may use it.`;
  },
};

/** Whether PostgreSQL takes the values as they are. */
function isFree(from: ColumnType, to: ColumnType): boolean {
  if (from.array !== to.array) return false;
  const [length = Number.POSITIVE_INFINITY] = to.modifiers;
  const [was = Number.POSITIVE_INFINITY] = from.modifiers;
  const same = from.name === to.name;
  if (same && String(from.modifiers) === String(to.modifiers)) return true;
  switch (from.name) {
    case 'varchar':
      return to.name === 'text' || (same && length >= was);
    case 'text':
      return to.name === 'varchar' && to.modifiers.length === 0;
    case 'varbit':
      return same && length >= was;
    case 'numeric':
      return (
        same &&
        (to.modifiers.length === 0 || ((from.modifiers[1] ?? 0) === (to.modifiers[1] ?? 0) && length >= was))
      );
    case 'timestamp':
    case 'timestamptz':
    case 'time':
    case 'timetz':
      // Six digits are what a column without a precision has.
      return same && Math.min(length, 6) >= Math.min(was, 6);
    case 'cidr':
      return to.name === 'inet';
    default:
      return false;
  }
}

function written({ name, modifiers, array }: ColumnType): string {
  return `${name}${modifiers.length > 0 ? `(${modifiers.join(', ')})` : ''}${array ? '[]' : ''}`;
}
