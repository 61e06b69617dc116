import type { Client } from 'pg';
import { withConnection } from '../database/connect.ts';
import { ROLES } from '../database/roles.ts';

/** A role that can do more than it should. */
export interface RoleProblem {
  readonly role: string;
  readonly what: string;
  readonly meaning: string;
}

interface RoleRow {
  readonly role: string;
  readonly powers: string[];
  readonly groups: string[];
  readonly owns: string[];
}

/** What the roles that programs connect as may be members of. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = { [ROLES.worker]: [ROLES.app] };

/** Owned objects are looked for outside of schemas that the role may build in. */
const QUERY = `
  SELECT r.rolname AS role,
    array_remove(ARRAY[CASE WHEN rolsuper THEN 'SUPERUSER' END, CASE WHEN rolbypassrls THEN 'BYPASSRLS' END, CASE WHEN rolcreaterole THEN 'CREATEROLE' END,
      CASE WHEN rolcreatedb THEN 'CREATEDB' END, CASE WHEN rolreplication THEN 'REPLICATION' END], NULL) AS powers,
    ARRAY(SELECT g.rolname::text FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid WHERE m.member = r.oid ORDER BY 1) AS groups,
    ARRAY(SELECT o.type || ' ' || o.identity FROM pg_shdepend d CROSS JOIN LATERAL pg_identify_object(d.classid, d.objid, d.objsubid) o
      WHERE d.refclassid = 'pg_authid'::regclass AND d.refobjid = r.oid AND d.deptype = 'o'
        AND d.dbid IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))
        AND (o.schema IS NULL OR to_regnamespace(quote_ident(o.schema)) IS NOT NULL AND NOT has_schema_privilege(r.oid, o.schema, 'CREATE'))
      ORDER BY 1 LIMIT 20) AS owns
  FROM pg_roles r WHERE r.rolname = ANY ($1) ORDER BY 1`;

/**
 * Whether the roles that programs use are as promised: no power over rows, owning nothing, members of nothing that would lend
 * them more.
 *
 * @param serviceUrl how the services connect; the role that it leads to is looked at as well
 */
export async function checkRoles(client: Client, serviceUrl?: string): Promise<RoleProblem[]> {
  const service = serviceUrl === undefined ? undefined : await connectedAs(serviceUrl);
  const names = new Set([ROLES.app, ROLES.admin, ROLES.worker, ...(service ? [service.role] : [])]);
  const { rows } = await client.query<RoleRow>(QUERY, [[...names]]);
  return [
    ...rows.flatMap(problemsOf),
    ...(service?.settings ?? []).map((setting) => ({
      role: service?.role ?? '',
      what: `a new connection of ${service?.role} begins with ${setting} set`,
      meaning:
        'a query that sets no tenant runs as somebody: a pooler keeps a session’s setting, or the role has one',
    })),
  ];
}

async function connectedAs(url: string): Promise<{ role: string; settings: string[] }> {
  return withConnection(url, async (client) => {
    const { rows } = await client.query<{ role: string; tenant: string | null; user: string | null }>(
      `SELECT current_user AS role, nullif(current_setting('app.current_tenant_id', true), '') AS tenant,
         nullif(current_setting('app.current_user_id', true), '') AS user`,
    );
    const { role = '', tenant = null, user = null } = rows[0] ?? {};
    const settings = [...(tenant ? ['app.current_tenant_id'] : []), ...(user ? ['app.current_user_id'] : [])];
    return { role, settings };
  });
}

function problemsOf({ role, powers, groups, owns }: RoleRow): RoleProblem[] {
  const lent = groups.filter((group) => !(ALLOWED[role] ?? []).includes(group));
  return [
    ...powers.map((power) => ({ role, what: `role ${role} has ${power}`, meaning: MEANINGS[power] ?? '' })),
    ...lent.map((group) => ({
      role,
      what: `role ${role} is a member of ${group}`,
      meaning: 'it may do all that the other one may',
    })),
    ...(owns.length === 0
      ? []
      : [
          {
            role,
            what: `role ${role} owns ${owns.join(', ')}`,
            meaning: 'an owner may change what it owns, switch its policies off, and drop it',
          },
        ]),
  ];
}

const MEANINGS: Readonly<Record<string, string>> = {
  SUPERUSER: 'it passes every policy and every right: no tenant is isolated from it',
  BYPASSRLS: 'it passes every policy: no tenant is isolated from it',
  CREATEROLE: 'it may make itself a member of others',
  CREATEDB: 'it may fill the server',
  REPLICATION: 'it may read every row of every tenant from the log',
};
