import { noMember, OURS } from '../../../catalog/queries/ours.ts';
import { PHASE } from '../piece.ts';

/**
 * Everything that has an owner and rights. `word` is what ALTER, GRANT and REVOKE call it. The rights of `public` begin with
 * what PostgreSQL gave them, not with none.
 */
const HOLDERS = `holders AS (
    SELECT 'pg_namespace:' || oid AS id, 'SCHEMA' AS word, name, owner, coalesce(acl, acldefault('n', owner)) AS acl,
      coalesce((SELECT initprivs FROM pg_init_privs p WHERE p.classoid = 'pg_namespace'::regclass AND p.objoid = ours.oid), acldefault('n', owner)) AS base FROM ours
    UNION ALL SELECT 'pg_class:' || oid, CASE relkind WHEN 'S' THEN 'SEQUENCE' WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' ELSE 'TABLE' END, name, relowner,
      coalesce(relacl, acldefault(letter, relowner)), acldefault(letter, relowner)
      FROM (SELECT *, CASE relkind WHEN 'S' THEN 's' ELSE 'r' END::"char" AS letter FROM relations) AS r
    UNION ALL SELECT 'pg_class:' || r.oid, 'COLUMN ' || quote_ident(a.attname), r.name, r.relowner, a.attacl, NULL
      FROM relations r JOIN pg_attribute a ON a.attrelid = r.oid AND a.attacl IS NOT NULL AND NOT a.attisdropped
    UNION ALL SELECT 'pg_proc:' || p.oid, CASE p.prokind WHEN 'p' THEN 'PROCEDURE' WHEN 'a' THEN 'AGGREGATE' ELSE 'FUNCTION' END,
        format('%s.%I(%s)', ours.name, p.proname, pg_get_function_identity_arguments(p.oid)), p.proowner,
        coalesce(p.proacl, acldefault('f', p.proowner)), acldefault('f', p.proowner)
      FROM pg_proc p JOIN ours ON ours.oid = p.pronamespace WHERE ${noMember('pg_proc', 'p.oid')}
        AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'i')
    UNION ALL SELECT 'pg_type:' || t.oid, CASE t.typtype WHEN 'd' THEN 'DOMAIN' ELSE 'TYPE' END, format('%s.%I', ours.name, t.typname), t.typowner,
        coalesce(t.typacl, acldefault('T', t.typowner)), acldefault('T', t.typowner)
      FROM pg_type t JOIN ours ON ours.oid = t.typnamespace
      WHERE ${noMember('pg_type', 't.oid')} AND (t.typtype IN ('e', 'd', 'r')
        OR t.typtype = 'c' AND EXISTS (SELECT FROM pg_class c WHERE c.oid = t.typrelid AND c.relkind = 'c')))`;

/** A sequence that belongs to a column has its table's owner. */
const OWNERS = `${OURS}, ${HOLDERS}
  SELECT ARRAY['owner:' || id] AS ids, ${PHASE.owner} AS phase, name, format('ALTER %s %s OWNER TO %I;', word, name, pg_get_userbyid(owner)) AS sql,
    ARRAY[id] AS needs
  FROM holders WHERE word NOT LIKE 'COLUMN %' AND pg_get_userbyid(owner) NOT IN (current_user, 'pg_database_owner')
    AND NOT (word = 'SEQUENCE' AND EXISTS (SELECT FROM pg_depend d WHERE 'pg_class:' || d.objid = id AND d.classid = 'pg_class'::regclass
      AND d.deptype IN ('a', 'i') AND d.refobjsubid > 0))`;

const TO = "CASE grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(grantee)) END";
const ENTRIES = (list: string) =>
  `SELECT grantee, privilege_type, bool_or(is_grantable) AS grantable FROM aclexplode(${list}) GROUP BY 1, 2`;

/** What the list holds and a new object's would not, and the other way round. */
const GRANTS = `${OURS}, ${HOLDERS}, changes AS (
    SELECT h.*, false AS given, e.* FROM holders h CROSS JOIN LATERAL (${ENTRIES('h.base')} EXCEPT ${ENTRIES('h.acl')}) e WHERE privilege_type <> 'MAINTAIN'
    UNION ALL
    SELECT h.*, true, e.* FROM holders h CROSS JOIN LATERAL (${ENTRIES('h.acl')} EXCEPT ${ENTRIES('h.base')}) e)
  SELECT ARRAY['grant:' || id || word || grantee || given || grantable] AS ids, ${PHASE.grant} AS phase, name || given AS name,
    format('%s %s ON %s %s %s %s%s;', CASE WHEN given THEN 'GRANT' ELSE 'REVOKE' END,
      string_agg(privilege_type || CASE WHEN word LIKE 'COLUMN %' THEN ' (' || substr(word, 8) || ')' ELSE '' END, ', ' ORDER BY privilege_type),
      CASE WHEN word LIKE 'COLUMN %' OR word LIKE '%VIEW' THEN 'TABLE' WHEN word = 'AGGREGATE' THEN 'FUNCTION' ELSE word END, name,
      CASE WHEN given THEN 'TO' ELSE 'FROM' END, ${TO}, CASE WHEN given AND grantable THEN ' WITH GRANT OPTION' END) AS sql,
    ARRAY[id, 'owner:' || id] AS needs
  FROM changes GROUP BY id, word, name, given, grantee, grantable`;

const OBJECT_TYPES =
  "CASE d.defaclobjtype WHEN 'r' THEN 'TABLES' WHEN 'S' THEN 'SEQUENCES' WHEN 'f' THEN 'FUNCTIONS' WHEN 'T' THEN 'TYPES' ELSE 'SCHEMAS' END";

/** Last of all: they would change the rights of what is made behind them. */
const DEFAULT_RIGHTS = `${OURS}, changes AS (
    SELECT d.*, true AS given, e.* FROM pg_default_acl d CROSS JOIN LATERAL (${ENTRIES('d.defaclacl')}
      EXCEPT SELECT grantee, privilege_type, is_grantable FROM aclexplode(CASE d.defaclnamespace WHEN 0 THEN acldefault(CASE d.defaclobjtype WHEN 'S' THEN 's' ELSE d.defaclobjtype END, d.defaclrole) END)) e
    UNION ALL
    SELECT d.*, false, e.* FROM pg_default_acl d CROSS JOIN LATERAL (SELECT grantee, privilege_type, is_grantable
      FROM aclexplode(acldefault(CASE d.defaclobjtype WHEN 'S' THEN 's' ELSE d.defaclobjtype END, d.defaclrole)) WHERE d.defaclnamespace = 0 EXCEPT ${ENTRIES('d.defaclacl')}) e)
  SELECT ARRAY['default:' || d.oid || ' ' || d.grantee || given || grantable] AS ids, ${PHASE.defaultRights} AS phase, ${OBJECT_TYPES} AS name,
    format('ALTER DEFAULT PRIVILEGES FOR ROLE %I%s %s %s ON %s %s %s%s;', pg_get_userbyid(d.defaclrole), ' IN SCHEMA ' || ours.name,
      CASE WHEN given THEN 'GRANT' ELSE 'REVOKE' END, string_agg(privilege_type, ', ' ORDER BY privilege_type), ${OBJECT_TYPES},
      CASE WHEN given THEN 'TO' ELSE 'FROM' END, ${TO}, CASE WHEN given AND grantable THEN ' WITH GRANT OPTION' END) AS sql
  FROM changes d LEFT JOIN ours ON ours.oid = d.defaclnamespace WHERE d.defaclnamespace = 0 OR ours.oid IS NOT NULL
  GROUP BY d.oid, d.defaclrole, d.defaclobjtype, ours.name, given, d.grantee, grantable`;

/** `CONSTRAINT a ON b.c` for what pg_identify_object calls a table constraint, and so on. */
const COMMENTS = `${OURS}
  SELECT ARRAY['comment:' || d.classoid || '.' || d.objoid || '.' || d.objsubid] AS ids, ${PHASE.comment} AS phase, o.identity AS name,
    format('COMMENT ON %s %s IS %L;', CASE o.type WHEN 'table column' THEN 'COLUMN' WHEN 'view column' THEN 'COLUMN' WHEN 'materialized view column' THEN 'COLUMN'
        WHEN 'composite type column' THEN 'COLUMN' WHEN 'composite type' THEN 'TYPE' WHEN 'statistics object' THEN 'STATISTICS'
        WHEN 'table constraint' THEN 'CONSTRAINT' WHEN 'domain constraint' THEN 'CONSTRAINT' ELSE upper(o.type) END,
      CASE o.type WHEN 'domain constraint' THEN replace(o.identity, ' on ', ' on DOMAIN ') ELSE o.identity END, d.description) AS sql,
    ARRAY[d.classoid::regclass || ':' || d.objoid] AS needs
  FROM pg_description d CROSS JOIN LATERAL pg_identify_object(d.classoid, d.objoid, d.objsubid) o
  WHERE d.objoid >= 16384 AND d.classoid <> 'pg_extension'::regclass
    AND NOT EXISTS (SELECT FROM members m WHERE m.classid = d.classoid AND m.objid = d.objoid)
    AND (o.schema IS NULL OR EXISTS (SELECT FROM ours WHERE ours.name = quote_ident(o.schema)))
  UNION ALL
  SELECT ARRAY['comment:public'], ${PHASE.comment}, name, format('COMMENT ON SCHEMA %s IS %L;', name, obj_description(oid, 'pg_namespace')), NULL
  FROM ours WHERE oid < 16384 AND obj_description(oid, 'pg_namespace') IS DISTINCT FROM 'standard public schema'`;

/** Who may do what, and what is said of it. */
export const RIGHTS_QUERIES: readonly string[] = [OWNERS, GRANTS, DEFAULT_RIGHTS, COMMENTS];
