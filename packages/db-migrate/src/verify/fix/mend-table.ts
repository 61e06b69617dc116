import { quoteLiteral } from '../../derive/quote.ts';
import {
  columnOf,
  guarded,
  has,
  type Left,
  type Mend,
  type Mender,
  mend,
  owned,
  type Problem,
} from './part.ts';

export const mendTable: Mender = (problem) => {
  const { difference, object, expected } = problem;
  const { name, facts } = object;
  if (difference.change === 'unexpected')
    return [{ why: 'it may hold data', command: `DROP TABLE ${name};` }];
  const rls = [
    ...(has(problem, 'rowSecurity')
      ? [`${facts.rowSecurity === 'yes' ? 'ENABLE' : 'DISABLE'} ROW LEVEL SECURITY`]
      : []),
    ...(has(problem, 'rowSecurityForced')
      ? [`${facts.rowSecurityForced === 'yes' ? '' : 'NO '}FORCE ROW LEVEL SECURITY`]
      : []),
  ];
  const known = new Set(['owner', 'rowSecurity', 'rowSecurityForced', 'options']);
  const others =
    difference.change === 'changed' ? difference.facts.filter(({ fact }) => !known.has(fact)) : [];
  return [
    ...(difference.change === 'missing' ? [createTable(problem, expected.objects)] : owned(problem, 'TABLE')),
    ...rls.map((action) => mend('tables', `ALTER TABLE ${name} ${action}`)),
    ...options(problem),
    ...others.map(({ fact }): Left => ({ why: `${fact} is not changed by a tool` })),
  ];
};

function options({ difference, object: { name, facts } }: Problem): Mend[] {
  const changed = difference.change === 'changed' && difference.facts.find(({ fact }) => fact === 'options');
  if (!changed) return [];
  const set =
    facts.options === undefined ? [] : [mend('tables', `ALTER TABLE ${name} SET (${facts.options})`)];
  const wanted = new Set((facts.options ?? '').split(', ').map((option) => option.split('=')[0]));
  const surplus = (changed.actual ?? '').split(', ').flatMap((option) => {
    const [key = ''] = option.split('=');
    return key === '' || wanted.has(key) ? [] : [key];
  });
  return [
    ...set,
    ...(surplus.length > 0 ? [mend('tables', `ALTER TABLE ${name} RESET (${surplus.join(', ')})`)] : []),
  ];
}

function createTable({ object }: Problem, objects: readonly Problem['object'][]): Mend {
  const { name, facts } = object;
  const columns = objects.filter(({ kind, of }) => kind === 'column' && of === name);
  const sql =
    facts.partitionOf === undefined
      ? `CREATE TABLE ${name} (${columns.map((column) => definition(column, true)).join(', ')})${facts.partitionKey === undefined ? '' : ` PARTITION BY ${facts.partitionKey}`}`
      : `CREATE TABLE ${name} PARTITION OF ${facts.partitionOf} ${facts.bounds ?? 'DEFAULT'}`;
  return guarded('tables', `to_regclass(${quoteLiteral(name)}) IS NULL`, sql);
}

/** `required` says whether it may be NOT NULL without a default, as in a table without rows. */
function definition({ name, of = '', facts }: Problem['object'], required: boolean): string {
  const { type = '', collation, generated, identity, notNull } = facts;
  const value = facts.default ?? identity ?? generated;
  return [
    columnOf(name, of),
    type,
    ...(collation === undefined ? [] : [`COLLATE ${collation}`]),
    ...(facts.default === undefined ? [] : [`DEFAULT ${facts.default}`]),
    ...(generated === undefined
      ? []
      : [`GENERATED ALWAYS AS (${generated.replace(/^\w+ /, '')}) ${generated.split(' ')[0]}`]),
    ...(identity === undefined ? [] : [`GENERATED ${identity} AS IDENTITY`]),
    ...(notNull === undefined || (value === undefined && !required) ? [] : ['NOT NULL']),
  ].join(' ');
}

export const mendColumn: Mender = (problem) => {
  const { difference, object } = problem;
  const { name, of: table = '', facts } = object;
  const column = columnOf(name, table);
  const alter = (action: string) => `ALTER TABLE ${table} ALTER COLUMN ${column} ${action}`;
  if (difference.change === 'unexpected' && facts.ofPartition !== undefined)
    return [{ why: 'partitions are maintained by the calendar', command: `${alter('DROP DEFAULT')};` }];
  if (difference.change === 'unexpected')
    return [{ why: 'it may hold data', command: `ALTER TABLE ${table} DROP COLUMN ${column};` }];
  if (difference.change === 'missing') {
    const there = `EXISTS (SELECT FROM pg_attribute WHERE attrelid = to_regclass(${quoteLiteral(table)}) AND quote_ident(attname) = ${quoteLiteral(column)} AND NOT attisdropped)`;
    return [
      guarded('tables', `NOT ${there}`, `ALTER TABLE ${table} ADD COLUMN ${definition(object, false)}`),
      ...(facts.notNull !== undefined && (facts.default ?? facts.identity ?? facts.generated) === undefined
        ? required(table, column)
        : []),
    ];
  }
  const changed = new Set(difference.facts.map(({ fact }) => fact));
  const left = ['type', 'collation', 'generated'].filter((fact) => changed.has(fact));
  return [
    ...(changed.has('default')
      ? [mend('tables', alter(facts.default === undefined ? 'DROP DEFAULT' : `SET DEFAULT ${facts.default}`))]
      : []),
    ...(changed.has('identity') &&
    facts.identity !== undefined &&
    difference.facts.every(({ actual }) => actual !== undefined)
      ? [mend('tables', alter(`SET GENERATED ${facts.identity}`))]
      : changed.has('identity')
        ? [{ why: 'whether it is an identity is not changed by a tool' }]
        : []),
    ...(changed.has('notNull')
      ? facts.notNull === undefined
        ? [mend('tables', alter('DROP NOT NULL'))]
        : required(table, column)
      : []),
    ...left.map((fact) => ({
      why: `its ${fact} is changed by the recipe change-type ("orgdb migrate new --recipe")`,
    })),
  ];
};

/** By a check that holds for new rows first, so that the table is not read under a lock. */
function required(table: string, column: string): Mend[] {
  const nullable = `EXISTS (SELECT FROM pg_attribute WHERE attrelid = to_regclass(${quoteLiteral(table)}) AND quote_ident(attname) = ${quoteLiteral(column)} AND NOT attnotnull)`;
  const check = 'orgdb_mend_not_null';
  return [
    guarded(
      'tables',
      nullable,
      `ALTER TABLE ${table} DROP CONSTRAINT IF EXISTS ${check}, ADD CONSTRAINT ${check} CHECK (${column} IS NOT NULL) NOT VALID`,
    ),
    guarded(
      'validation',
      nullable,
      `ALTER TABLE ${table} VALIDATE CONSTRAINT ${check}`,
      `ALTER TABLE ${table} ALTER COLUMN ${column} SET NOT NULL`,
      `ALTER TABLE ${table} DROP CONSTRAINT ${check}`,
    ),
  ];
}
