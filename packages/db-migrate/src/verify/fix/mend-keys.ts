import { quoteLiteral } from '../../derive/quote.ts';
import { guarded, has, type Mender, mend, nameOn, owned } from './part.ts';

export const mendConstraint: Mender = (problem) => {
  const { difference, object, expected } = problem;
  const { of: table = '', facts } = object;
  const name = nameOn(object);
  const drop = `ALTER TABLE ${table} DROP CONSTRAINT IF EXISTS ${name}`;
  if (difference.change === 'unexpected')
    return [guarded('tables', `to_regclass(${quoteLiteral(table)}) IS NOT NULL`, drop)];
  const partitioned = expected.objects.some(
    (other) => other.kind === 'table' && other.name === table && other.facts.type === 'partitioned',
  );
  const later = facts.type === 'check' || (facts.type === 'foreign key' && !partitioned);
  const validate = guarded(
    'validation',
    `EXISTS (SELECT FROM pg_constraint WHERE conrelid = to_regclass(${quoteLiteral(table)}) AND quote_ident(conname) = ${quoteLiteral(name)} AND NOT convalidated)`,
    `ALTER TABLE ${table} VALIDATE CONSTRAINT ${name}`,
  );
  const onlyValidated =
    difference.change === 'changed' && difference.facts.every(({ fact }) => fact === 'validated');
  if (onlyValidated)
    return facts.validated === 'yes' ? [validate] : [{ why: 'it holds for more rows than it has to' }];
  const same = `EXISTS (SELECT FROM pg_constraint WHERE conrelid = to_regclass(${quoteLiteral(table)}) AND quote_ident(conname) = ${quoteLiteral(name)}
    AND regexp_replace(pg_get_constraintdef(oid), ' NOT VALID$', '') = ${quoteLiteral(facts.definition ?? '')})`;
  return [
    guarded(
      'objects',
      `NOT ${same}`,
      drop,
      `ALTER TABLE ${table} ADD CONSTRAINT ${name} ${facts.definition}${later ? ' NOT VALID' : ''}`,
    ),
    ...(later && facts.validated === 'yes' ? [validate] : []),
  ];
};

export const mendIndex: Mender = ({ difference, object }) => {
  const { name, facts } = object;
  if (difference.change === 'unexpected')
    return [guarded('objects', `to_regclass(${quoteLiteral(name)}) IS NOT NULL`, `DROP INDEX ${name}`)];
  const { definition: sql = '' } = facts;
  const wrong = `EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass(${quoteLiteral(name)})
    AND (NOT indisvalid OR NOT indisready OR pg_get_indexdef(indexrelid) <> ${quoteLiteral(sql)}))`;
  const away = difference.change === 'changed' ? [guarded('objects', wrong, `DROP INDEX ${name}`)] : [];
  // Of a table in partitions no index can be built concurrently.
  if (sql.includes(' ON ONLY '))
    return [
      ...away,
      guarded('objects', `to_regclass(${quoteLiteral(name)}) IS NULL`, sql.replace(' ON ONLY ', ' ON ')),
    ];
  return [
    ...away,
    mend('indexes', sql.replace(/^CREATE (UNIQUE )?INDEX /, 'CREATE $1INDEX CONCURRENTLY IF NOT EXISTS ')),
  ];
};

export const mendSequence: Mender = (problem) => {
  const { difference, object } = problem;
  const { name, facts } = object;
  if (difference.change === 'unexpected')
    return [{ why: 'it may be in use', command: `DROP SEQUENCE ${name};` }];
  if (facts.identity !== undefined && difference.change === 'missing') return [];
  const { type, increment, minimum, maximum, start, cache } = facts;
  const parameters = `AS ${type} INCREMENT BY ${increment} MINVALUE ${minimum} MAXVALUE ${maximum} START WITH ${start} CACHE ${cache} ${facts.cycle ? 'CYCLE' : 'NO CYCLE'}`;
  const ownedBy =
    facts.identity === undefined && has(problem, 'ownedBy')
      ? [mend('objects', `ALTER SEQUENCE ${name} OWNED BY ${facts.ownedBy ?? 'NONE'}`)]
      : [];
  return [
    ...owned(problem, 'SEQUENCE'),
    mend(
      'types',
      difference.change === 'missing'
        ? `CREATE SEQUENCE IF NOT EXISTS ${name} ${parameters}`
        : `ALTER SEQUENCE ${name} ${parameters}`,
    ),
    ...ownedBy,
  ];
};
