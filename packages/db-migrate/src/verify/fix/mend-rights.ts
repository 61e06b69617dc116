import { quoteLiteral } from '../../derive/quote.ts';
import { columnOf, type Mend, type Mender, mend, type Problem } from './part.ts';

const OPTION = ' WITH GRANT OPTION';

function split(privileges: string | undefined): string[] {
  return privileges === undefined ? [] : privileges.split(', ');
}

/** Grants what lacks and revokes what is too much; both may be repeated. */
export const mendGrant: Mender = (problem) => {
  const { difference, object } = problem;
  const [, role = '', what = '', target = ''] =
    /^to (.+?) on (table|column|schema|function|procedure|sequence|type) (.+)$/s.exec(object.name) ?? [];
  const of = object.of ?? '';
  const write = (verb: string, privilege: string, preposition: string) => {
    const plain = privilege.replace(OPTION, '');
    const option = verb === 'GRANT' && privilege.endsWith(OPTION) ? OPTION : '';
    return what === 'column'
      ? `${verb} ${plain} (${columnOf(target, of)}) ON TABLE ${of} ${preposition} ${role}${option}`
      : `${verb} ${plain} ON ${what.toUpperCase()} ${target} ${preposition} ${role}${option}`;
  };
  const withheld = difference.facts.find(({ fact }) => fact === 'withheld');
  if (withheld !== undefined)
    return split(withheld.actual).map((privilege) => mend('rights', write('GRANT', privilege, 'TO')));
  const wanted = difference.change === 'unexpected' ? [] : split(object.facts.privileges);
  const actual = split(difference.facts.find(({ fact }) => fact === 'privileges')?.actual);
  const surplus = actual.filter((privilege) => !wanted.includes(privilege));
  return [
    ...surplus.map((privilege) => mend('rights', write('REVOKE', privilege, 'FROM'))),
    ...wanted.map((privilege) => mend('rights', write('GRANT', privilege, 'TO'))),
    ...(what === 'table' && surplus.length > 0 ? columnGrants(problem, role, target) : []),
  ];
};

/** A right that is revoked from a table goes for its columns as well. */
function columnGrants({ expected }: Problem, role: string, table: string): Mend[] {
  return expected.objects
    .filter(
      ({ kind, name, of }) => kind === 'grant' && of === table && name.startsWith(`to ${role} on column `),
    )
    .flatMap(({ name, facts }) =>
      split(facts.privileges).map((privilege) =>
        mend(
          'rights',
          `GRANT ${privilege.replace(OPTION, '')} (${columnOf(name.slice(`to ${role} on column `.length), table)}) ON TABLE ${table} TO ${role}`,
        ),
      ),
    );
}

export const mendDefaultPrivileges: Mender = ({ difference, object }) => {
  const [, owner, schema, what = '', role] =
    /^of (\S+)(?: in (.+?))? for (\w+) to (.+)$/s.exec(object.name) ?? [];
  const wanted = difference.change === 'unexpected' ? [] : split(object.facts.privileges);
  const actual = split(difference.facts.find(({ fact }) => fact === 'privileges')?.actual);
  const about = `ALTER DEFAULT PRIVILEGES FOR ROLE ${owner}${schema === undefined ? '' : ` IN SCHEMA ${schema}`}`;
  const kind = `ON ${what.toUpperCase()}`;
  return [
    ...actual
      .filter((privilege) => !wanted.includes(privilege))
      .map((privilege) =>
        mend('rights', `${about} REVOKE ${privilege.replace(OPTION, '')} ${kind} FROM ${role}`),
      ),
    ...wanted.map((privilege) =>
      mend(
        'rights',
        `${about} GRANT ${privilege.replace(OPTION, '')} ${kind} TO ${role}${privilege.endsWith(OPTION) ? OPTION : ''}`,
      ),
    ),
  ];
};

const COMMENTED: Readonly<Record<string, string>> = {
  'table column': 'COLUMN',
  'table constraint': 'CONSTRAINT',
};
const PLAIN = /^(table|view|materialized view|function|procedure|schema|type|sequence|policy|trigger|index) /;

export const mendComment: Mender = ({ difference, object }) => {
  const target = object.name.replace(/^on /, '');
  const special = Object.entries(COMMENTED).find(([type]) => target.startsWith(`${type} `));
  const [, type] = PLAIN.exec(target) ?? [];
  const keyword = special?.[1] ?? type?.toUpperCase();
  if (keyword === undefined) return [{ why: 'comments on this are not written by a tool' }];
  const name = target.slice((special?.[0] ?? type ?? '').length + 1);
  const text = difference.change === 'unexpected' ? 'NULL' : quoteLiteral(object.facts.text ?? '');
  // An index may be there only when it has been built.
  return [mend(keyword === 'INDEX' ? 'validation' : 'rights', `COMMENT ON ${keyword} ${name} IS ${text}`)];
};
