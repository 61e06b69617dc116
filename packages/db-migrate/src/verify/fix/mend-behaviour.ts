import { quoteLiteral } from '../../derive/quote.ts';
import { guarded, has, type Mend, type Mender, mend, nameOn, owned, type Problem } from './part.ts';

function createPolicy(name: string, table: string, facts: Readonly<Record<string, string>>): string {
  return [
    `CREATE POLICY ${name} ON ${table} AS ${facts.restrictive ? 'RESTRICTIVE' : 'PERMISSIVE'} FOR ${facts.command} TO ${facts.roles}`,
    ...(facts.using === undefined ? [] : [`USING (${facts.using})`]),
    ...(facts.check === undefined ? [] : [`WITH CHECK (${facts.check})`]),
  ].join(' ');
}

export const mendPolicy: Mender = ({ difference, object }) => {
  const { of: table = '', facts } = object;
  const name = nameOn(object);
  const drop = mend('objects', `DROP POLICY IF EXISTS ${name} ON ${table}`);
  return difference.change === 'unexpected'
    ? [drop]
    : [drop, mend('objects', createPolicy(name, table, facts))];
};

const SWITCH: Readonly<Record<string, string>> = {
  yes: 'ENABLE',
  no: 'DISABLE',
  always: 'ENABLE ALWAYS',
  'on replicas': 'ENABLE REPLICA',
};

export const mendTrigger: Mender = ({ difference, object, expected }) => {
  const { of: table = '', facts } = object;
  const name = nameOn(object);
  const there = `EXISTS (SELECT FROM pg_trigger WHERE tgrelid = to_regclass(${quoteLiteral(table)}) AND quote_ident(tgname) = ${quoteLiteral(name)})`;
  const toggle = (state = 'yes') =>
    guarded('objects', there, `ALTER TABLE ${table} ${SWITCH[state]} TRIGGER ${name}`);
  if (difference.change === 'unexpected') {
    // A partition's copy is listed only because it is switched otherwise than that of its table.
    const whole = expected.objects.find((other) => other.kind === 'table' && other.name === table);
    return whole === undefined || whole.facts.partitionOf !== undefined
      ? [toggle()]
      : [mend('objects', `DROP TRIGGER IF EXISTS ${name} ON ${table}`)];
  }
  const made =
    difference.change === 'missing' || difference.facts.some(({ fact }) => fact === 'definition')
      ? [
          mend('objects', `DROP TRIGGER IF EXISTS ${name} ON ${table}`),
          mend('objects', facts.definition ?? ''),
        ]
      : [];
  return made.length > 0 && facts.enabled === 'yes' ? made : [...made, toggle(facts.enabled)];
};

export const mendRule: Mender = ({ difference, object }) => {
  const drop = mend('objects', `DROP RULE IF EXISTS ${nameOn(object)} ON ${object.of}`);
  return difference.change === 'unexpected'
    ? [drop]
    : [drop, { phase: 'objects', sql: object.facts.definition ?? '' }];
};

export const mendView: Mender = (problem) => {
  const { difference, object } = problem;
  const { name, facts } = object;
  if (difference.change === 'unexpected') return [mend('objects', `DROP VIEW IF EXISTS ${name}`)];
  const { options, definition = '' } = facts;
  const made = `CREATE OR REPLACE VIEW ${name}${options === undefined ? '' : ` WITH (${options})`} AS ${definition.replace(/;\s*$/, '')}`;
  const isNew = has(problem, 'definition') || has(problem, 'options');
  return [...owned(problem, 'VIEW'), ...(isNew ? [mend('objects', made)] : [])];
};

export const mendMaterializedView: Mender = (problem) => {
  const { difference, object } = problem;
  const { name, facts } = object;
  if (difference.change === 'unexpected')
    return [{ why: 'it holds rows', command: `DROP MATERIALIZED VIEW ${name};` }];
  if (difference.change === 'missing')
    return [
      mend(
        'objects',
        `CREATE MATERIALIZED VIEW IF NOT EXISTS ${name} AS ${(facts.definition ?? '').replace(/;\s*$/, '')}`,
      ),
    ];
  const others = difference.facts.some(({ fact }) => fact !== 'owner');
  return [
    ...owned(problem, 'MATERIALIZED VIEW'),
    ...(others ? [{ why: 'it has to be dropped and built anew, with what rests on it' }] : []),
  ];
};

export const mendFunction: Mender = (problem) => {
  const { difference, object } = problem;
  const keyword = object.kind.toUpperCase();
  if (difference.change === 'unexpected')
    return [mend('objects', `DROP ${keyword} IF EXISTS ${object.name}`)];
  if (difference.change === 'changed' && difference.facts.some(({ fact }) => fact === 'returns'))
    return [{ why: 'a function that returns something else has to be dropped first, with what rests on it' }];
  const made: Mend[] = has(problem, 'definition')
    ? [mend('functions', (object.facts.definition ?? '').trimEnd())]
    : [];
  return [...owned(problem, keyword), ...made];
};

/** Every partition gets what the migrations give to each of them. */
export const mendPartitions: Mender = ({ difference, object }) => {
  if (difference.change !== 'changed') return [{ why: 'partitions are made by maintenance' }];
  const statements: string[] = [];
  for (const { fact, expected = 'none' } of difference.facts) {
    const policy = /^policy (.+)$/s.exec(fact)?.[1];
    if (fact === 'rowSecurity')
      statements.push(`ALTER TABLE %1$s ${expected === 'yes' ? 'ENABLE' : 'DISABLE'} ROW LEVEL SECURITY`);
    else if (fact === 'rowSecurityForced')
      statements.push(`ALTER TABLE %1$s ${expected === 'yes' ? '' : 'NO '}FORCE ROW LEVEL SECURITY`);
    else if (fact === 'owner') statements.unshift('ALTER TABLE %1$s OWNER TO CURRENT_USER');
    else if (policy !== undefined) {
      statements.push(`DROP POLICY IF EXISTS ${escaped(policy)} ON %1$s`);
      const facts = parsed(expected);
      if (facts !== undefined)
        statements.push(escaped(createPolicy(policy, '\u0000', facts)).replace('\u0000', '%1$s'));
    } else return [{ why: `${fact} of its partitions is not changed by a tool` }];
  }
  return [inEachPartition(object, statements)];
};

function parsed(text: string): Readonly<Record<string, string>> | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const escaped = (text: string) => text.replaceAll('%', '%%');

function inEachPartition({ of: table = '' }: Problem['object'], statements: readonly string[]): Mend {
  const body = statements.map((sql) => `    EXECUTE format(${quoteLiteral(sql)}, part);\n`).join('');
  return {
    phase: 'objects',
    sql: `DO $mend$
DECLARE
  part text;
BEGIN
  FOR part IN
    SELECT inhrelid::regclass::text FROM pg_inherits JOIN pg_class c ON c.oid = inhrelid
    WHERE inhparent = ${quoteLiteral(table)}::regclass AND pg_get_expr(c.relpartbound, c.oid) <> 'DEFAULT' ORDER BY 1
  LOOP
${body}  END LOOP;
END
$mend$;`,
  };
}
