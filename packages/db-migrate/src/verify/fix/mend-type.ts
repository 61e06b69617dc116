import { quoteLiteral } from '../../derive/quote.ts';
import { columnOf, guarded, type Mend, type Mender, mend, owned, type Problem } from './part.ts';

export const mendSchema: Mender = (problem) => {
  const { difference, object } = problem;
  if (difference.change === 'unexpected')
    return [{ why: 'it may hold data', command: `DROP SCHEMA ${object.name};` }];
  if (difference.change === 'missing') return [mend('owners', `CREATE SCHEMA IF NOT EXISTS ${object.name}`)];
  return owned(problem, 'SCHEMA');
};

export const mendExtension: Mender = ({ difference, object }) =>
  difference.change === 'missing'
    ? [mend('owners', `CREATE EXTENSION IF NOT EXISTS ${object.name} WITH SCHEMA ${object.facts.schema}`)]
    : [{ why: 'what rests on it would go with it', command: `DROP EXTENSION ${object.name};` }];

export const mendStatistics: Mender = ({ difference, object }) => {
  const drop = mend('objects', `DROP STATISTICS IF EXISTS ${object.name}`);
  return difference.change === 'unexpected' ? [drop] : [drop, mend('objects', object.facts.definition ?? '')];
};

function literals(values = ''): string[] {
  return values.match(/E?'(?:[^']|'')*'/g) ?? [];
}

/** Adds the values that are missing; where that is not enough, another type takes the place of the one that is there. */
export const mendEnum: Mender = (problem) => {
  const { difference, object } = problem;
  const { name, facts } = object;
  if (difference.change === 'unexpected') return [{ why: 'it may be in use', command: `DROP TYPE ${name};` }];
  const create = `CREATE TYPE ${name} AS ENUM (${facts.values})`;
  if (difference.change === 'missing')
    return [guarded('types', `to_regtype(${quoteLiteral(name)}) IS NULL`, create)];
  const changed = difference.facts.find(({ fact }) => fact === 'values');
  if (changed === undefined) return owned(problem, 'TYPE');
  const [wanted, actual] = [literals(changed.expected), literals(changed.actual)];
  const kept = wanted.filter((value) => actual.includes(value));
  const grows = kept.length === actual.length && kept.every((value, index) => value === actual[index]);
  return [...owned(problem, 'TYPE'), ...(grows ? added(name, wanted, actual) : [replaced(problem, create)])];
};

function added(name: string, wanted: readonly string[], actual: readonly string[]): Mend[] {
  return wanted.flatMap((value, index) => {
    if (actual.includes(value)) return [];
    const place = index === 0 ? `BEFORE ${actual[0]}` : `AFTER ${wanted[index - 1]}`;
    return [mend('types', `ALTER TYPE ${name} ADD VALUE IF NOT EXISTS ${value} ${place}`)];
  });
}

/** Writes the tables that use it anew, under a lock, and fails where a row has a value that should not be. */
function replaced({ object, expected }: Problem, create: string): Mend {
  const { name, facts } = object;
  const old = `${name.split('.')[0]}.orgdb_mend_enum`;
  const columns = expected.objects.filter(
    ({ kind, facts: { type } }) => kind === 'column' && (type === name || type === `${name}[]`),
  );
  const alterations = columns.flatMap(({ name: full, of: table = '', facts: { type, default: value } }) => {
    const alter = `ALTER TABLE ${table} ALTER COLUMN ${columnOf(full, table)}`;
    const text = type === name ? 'text' : 'text[]';
    return [
      ...(value === undefined ? [] : [`${alter} DROP DEFAULT`]),
      `${alter} TYPE ${type} USING ${columnOf(full, table)}::${text}::${type}`,
      ...(value === undefined ? [] : [`${alter} SET DEFAULT ${value}`]),
    ];
  });
  return guarded(
    'types',
    `(SELECT string_agg(quote_literal(enumlabel), ', ' ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = to_regtype(${quoteLiteral(name)})) <> ${quoteLiteral(facts.values ?? '')}`,
    `ALTER TYPE ${name} RENAME TO orgdb_mend_enum`,
    create,
    ...alterations,
    `DROP TYPE ${old}`,
  );
}
