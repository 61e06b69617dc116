import { facts, flag, noMember, OURS, roleName } from './ours.ts';

const SCHEMAS = `${OURS}
  SELECT 'schema' AS kind, name, NULL AS of, NULL AS group, ${facts({ owner: roleName('owner') })} FROM ours`;

/** The version of an extension is the server's, not a migration's. */
const EXTENSIONS = `${OURS}
  SELECT 'extension' AS kind, quote_ident(e.extname) AS name, NULL AS of, NULL AS group,
    ${facts({ schema: 'quote_ident(n.nspname)' })}
  FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace WHERE e.extname <> 'plpgsql'`;

const TYPES = `${OURS}
  SELECT CASE t.typtype WHEN 'e' THEN 'enum' WHEN 'd' THEN 'domain' WHEN 'r' THEN 'range' ELSE 'composite type' END AS kind,
    format('%s.%I', ours.name, t.typname) AS name, ours.name AS of, NULL AS group,
    ${facts({
      owner: roleName('t.typowner'),
      values:
        "(SELECT string_agg(quote_literal(enumlabel), ', ' ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = t.oid)",
      type: "CASE t.typtype WHEN 'd' THEN format_type(t.typbasetype, t.typtypmod) END",
      notNull: flag("t.typtype = 'd' AND t.typnotnull"),
      default: "CASE WHEN t.typtype = 'd' THEN t.typdefault END",
      collation: `(SELECT format('%I.%I', n.nspname, l.collname) FROM pg_type b JOIN pg_collation l ON l.oid = t.typcollation AND l.oid <> b.typcollation
        JOIN pg_namespace n ON n.oid = l.collnamespace WHERE b.oid = t.typbasetype)`,
      checks: `(SELECT string_agg(format('%I %s', conname, pg_get_constraintdef(oid)), '; ' ORDER BY conname COLLATE "C")
        FROM pg_constraint WHERE contypid = t.oid AND contype = 'c')`,
      subtype: '(SELECT format_type(rngsubtype, NULL) FROM pg_range WHERE rngtypid = t.oid)',
      attributes: `(SELECT string_agg(format('%I %s', attname, format_type(atttypid, atttypmod)), ', ' ORDER BY attnum) FROM pg_attribute
        WHERE attrelid = t.typrelid AND attnum > 0 AND NOT attisdropped AND t.typtype = 'c')`,
    })}
  FROM pg_type t JOIN ours ON ours.oid = t.typnamespace
  WHERE (t.typtype IN ('e', 'd', 'r') OR t.typtype = 'c' AND EXISTS (SELECT FROM pg_class c WHERE c.oid = t.typrelid AND c.relkind = 'c'))
    AND ${noMember('pg_type', 't.oid')}`;

/** Rare kinds: that they are there, by PostgreSQL's own name for them. */
const OTHERS = `${OURS},
  others AS (
    SELECT 'pg_cast'::regclass::oid AS class, oid, NULL::oid AS owner FROM pg_cast
    UNION ALL SELECT 'pg_collation'::regclass, oid, collowner FROM pg_collation
    UNION ALL SELECT 'pg_conversion'::regclass, oid, conowner FROM pg_conversion
    UNION ALL SELECT 'pg_operator'::regclass, oid, oprowner FROM pg_operator
    UNION ALL SELECT 'pg_opclass'::regclass, oid, opcowner FROM pg_opclass
    UNION ALL SELECT 'pg_opfamily'::regclass, oid, opfowner FROM pg_opfamily
    UNION ALL SELECT 'pg_ts_config'::regclass, oid, cfgowner FROM pg_ts_config
    UNION ALL SELECT 'pg_ts_dict'::regclass, oid, dictowner FROM pg_ts_dict
    UNION ALL SELECT 'pg_foreign_data_wrapper'::regclass, oid, fdwowner FROM pg_foreign_data_wrapper
    UNION ALL SELECT 'pg_foreign_server'::regclass, oid, srvowner FROM pg_foreign_server
    UNION ALL SELECT 'pg_publication'::regclass, oid, pubowner FROM pg_publication)
  SELECT o.type AS kind, o.identity AS name, NULL AS of, NULL AS group, ${facts({ owner: roleName('others.owner') })}
  FROM others CROSS JOIN LATERAL pg_identify_object(others.class, others.oid, 0) o
  WHERE others.oid >= 16384 AND NOT EXISTS (SELECT FROM pg_depend d
    WHERE d.classid = others.class AND d.objid = others.oid AND d.deptype IN ('e', 'i') AND d.refclassid <> 'pg_opfamily'::regclass)`;

/** Schemas, extensions, types and what is rare. */
export const TYPE_QUERIES: readonly string[] = [SCHEMAS, EXTENSIONS, TYPES, OTHERS];
