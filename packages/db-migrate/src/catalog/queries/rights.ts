import { facts, noMember, OURS, roleName } from './ours.ts';

/** Everything that has a list of rights: its kind in words, the letter of its default, and the list. */
const HOLDERS = `holders AS (
    SELECT CASE relkind WHEN 'S' THEN 'sequence' ELSE 'table' END AS what, name, name AS of, relowner AS owner, relacl AS acl,
      CASE relkind WHEN 'S' THEN 's' ELSE 'r' END::"char" AS letter FROM relations
    UNION ALL SELECT 'column', format('%s.%I', r.name, a.attname), r.name, r.relowner, a.attacl, 'c'
      FROM relations r JOIN pg_attribute a ON a.attrelid = r.oid AND a.attacl IS NOT NULL AND NOT a.attisdropped
    UNION ALL SELECT 'schema', name, name, owner, acl, 'n' FROM ours
    UNION ALL SELECT CASE p.prokind WHEN 'p' THEN 'procedure' ELSE 'function' END, format('%s.%I(%s)', ours.name, p.proname, oidvectortypes(p.proargtypes)),
        format('%s.%I(%s)', ours.name, p.proname, oidvectortypes(p.proargtypes)), p.proowner, p.proacl, 'f'
      FROM pg_proc p JOIN ours ON ours.oid = p.pronamespace WHERE ${noMember('pg_proc', 'p.oid')}
        AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'i')
    UNION ALL SELECT 'type', format('%s.%I', ours.name, t.typname), format('%s.%I', ours.name, t.typname), t.typowner, t.typacl, 'T'
      FROM pg_type t JOIN ours ON ours.oid = t.typnamespace
      WHERE ${noMember('pg_type', 't.oid')} AND (t.typtype IN ('e', 'd', 'r')
        OR t.typtype = 'c' AND EXISTS (SELECT FROM pg_class c WHERE c.oid = t.typrelid AND c.relkind = 'c'))),
  rights AS (
    SELECT h.what, h.name, h.of, h.owner, a.grantee, a.privilege_type, bool_or(a.is_grantable) AS grantable
    FROM holders h CROSS JOIN LATERAL aclexplode(coalesce(h.acl, acldefault(h.letter, h.owner))) a GROUP BY 1, 2, 3, 4, 5, 6)`;

const TO = `CASE grantee WHEN 0 THEN 'PUBLIC' ELSE ${roleName('grantee')} END`;
const PRIVILEGES = `string_agg(privilege_type || CASE WHEN grantable THEN ' WITH GRANT OPTION' ELSE '' END, ', ' ORDER BY privilege_type)`;

const GRANTS = `${OURS}, ${HOLDERS}
  SELECT 'grant' AS kind, format('to %s on %s %s', ${TO}, what, name) AS name, of, NULL AS group, ${facts({ privileges: PRIVILEGES })}
  FROM rights WHERE grantee <> owner GROUP BY what, name, of, grantee`;

/** An owner has every right, and this is only told where one was taken. MAINTAIN is new in 17, and missing in older lists. */
const WITHHELD = `${OURS}, ${HOLDERS}
  SELECT 'grant' AS kind, format('to %s on %s %s', ${roleName('h.owner')}, h.what, h.name) AS name, h.of, NULL AS group,
    ${facts({ withheld: "string_agg(d.privilege_type, ', ' ORDER BY d.privilege_type)" })}
  FROM holders h CROSS JOIN LATERAL aclexplode(acldefault(h.letter, h.owner)) d
  WHERE h.acl IS NOT NULL AND d.grantee = h.owner AND d.privilege_type <> 'MAINTAIN' AND NOT EXISTS (
    SELECT FROM aclexplode(h.acl) a WHERE a.grantee = h.owner AND a.privilege_type = d.privilege_type)
  GROUP BY h.owner, h.what, h.name, h.of`;

const DEFAULT_RIGHTS = `${OURS}
  SELECT 'default privileges' AS kind, format('of %s%s for %s to %s', ${roleName('d.defaclrole')}, ' in ' || ours.name,
      CASE d.defaclobjtype WHEN 'r' THEN 'tables' WHEN 'S' THEN 'sequences' WHEN 'f' THEN 'functions' WHEN 'T' THEN 'types' ELSE 'schemas' END,
      CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE ${roleName('a.grantee')} END) AS name, ours.name AS of, NULL AS group,
    ${facts({ privileges: PRIVILEGES.replaceAll('grantable', 'is_grantable') })}
  FROM pg_default_acl d LEFT JOIN ours ON ours.oid = d.defaclnamespace CROSS JOIN LATERAL aclexplode(d.defaclacl) a
  WHERE d.defaclnamespace = 0 OR ours.oid IS NOT NULL
  GROUP BY d.defaclrole, ours.name, d.defaclobjtype, a.grantee`;

const COMMENTS = `${OURS}
  SELECT 'comment' AS kind, format('on %s %s', o.type, o.identity) AS name, r.name AS of, NULL AS group, ${facts({ text: 'd.description' })}
  FROM pg_description d CROSS JOIN LATERAL pg_identify_object(d.classoid, d.objoid, d.objsubid) o
  LEFT JOIN relations r ON d.classoid = 'pg_class'::regclass AND r.oid = d.objoid
  WHERE d.objoid >= 16384 AND d.classoid <> 'pg_extension'::regclass
    AND NOT EXISTS (SELECT FROM members m WHERE m.classid = d.classoid AND m.objid = d.objoid)
    AND (o.schema IS NULL OR EXISTS (SELECT FROM ours WHERE ours.name = quote_ident(o.schema)))`;

/** Who may do what, and what is said of it. */
export const RIGHTS_QUERIES: readonly string[] = [GRANTS, WITHHELD, DEFAULT_RIGHTS, COMMENTS];
