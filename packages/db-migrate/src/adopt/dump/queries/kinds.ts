import { noMember, OURS } from '../../../catalog/queries/ours.ts';
import { PHASE } from '../piece.ts';

const SCHEMAS = `${OURS}
  SELECT ARRAY['pg_namespace:' || oid] AS ids, ${PHASE.schema} AS phase, name, format('CREATE SCHEMA %s;', name) AS sql
  FROM ours WHERE name <> 'public'`;

/** Its own version is the server's to choose. */
const EXTENSIONS = `${OURS}
  SELECT ARRAY['pg_extension:' || e.oid] || ARRAY(SELECT classid::regclass || ':' || objid FROM pg_depend
      WHERE deptype = 'e' AND refclassid = 'pg_extension'::regclass AND refobjid = e.oid) AS ids,
    ${PHASE.extension} AS phase, e.extname AS name, format('CREATE EXTENSION IF NOT EXISTS %I%s;', e.extname,
      CASE WHEN e.extrelocatable OR ours.oid IS NOT NULL THEN format(' WITH SCHEMA %I', n.nspname) END) AS sql
  FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace LEFT JOIN ours ON ours.oid = n.oid
  WHERE e.extname <> 'plpgsql'`;

const COLLATE = (
  collation: string,
  usual: string,
) => `(SELECT format(' COLLATE %I.%I', cn.nspname, l.collname)
  FROM pg_collation l JOIN pg_namespace cn ON cn.oid = l.collnamespace WHERE l.oid = ${collation} AND l.oid <> ${usual})`;

const TYPES = `${OURS}
  SELECT ARRAY['pg_type:' || t.oid, 'pg_type:' || t.typarray, 'pg_class:' || t.typrelid]
      || ARRAY(SELECT 'pg_constraint:' || oid FROM pg_constraint WHERE contypid = t.oid)
      || ARRAY(SELECT 'pg_type:' || rngmultitypid FROM pg_range WHERE rngtypid = t.oid) AS ids, ${PHASE.type} AS phase,
    format('%s.%I', ours.name, t.typname) AS name,
    CASE t.typtype
      WHEN 'e' THEN format('CREATE TYPE %s.%I AS ENUM (%s);', ours.name, t.typname,
        (SELECT string_agg(quote_literal(enumlabel), ', ' ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = t.oid))
      WHEN 'd' THEN format('CREATE DOMAIN %s.%I AS %s%s%s%s%s;', ours.name, t.typname, format_type(t.typbasetype, t.typtypmod),
        ${COLLATE('t.typcollation', '(SELECT typcollation FROM pg_type b WHERE b.oid = t.typbasetype)')},
        ' DEFAULT ' || t.typdefault, CASE WHEN t.typnotnull THEN ' NOT NULL' END,
        (SELECT string_agg(format(E'\\n    CONSTRAINT %I %s', conname, pg_get_constraintdef(oid)), '' ORDER BY conname)
          FROM pg_constraint WHERE contypid = t.oid AND contype = 'c' AND convalidated))
      WHEN 'r' THEN (SELECT format('CREATE TYPE %s.%I AS RANGE (SUBTYPE = %s%s%s%s);', ours.name, t.typname, format_type(rngsubtype, NULL),
        (SELECT format(', SUBTYPE_OPCLASS = %I.%I', on_.nspname, opcname) FROM pg_opclass o JOIN pg_namespace on_ ON on_.oid = opcnamespace
          WHERE o.oid = rngsubopc AND NOT opcdefault),
        CASE WHEN rngsubdiff <> 0 THEN ', SUBTYPE_DIFF = ' || rngsubdiff::text END,
        (SELECT format(', MULTIRANGE_TYPE_NAME = %s.%I', ours.name, typname) FROM pg_type WHERE oid = rngmultitypid))
        FROM pg_range WHERE rngtypid = t.oid)
      ELSE format(E'CREATE TYPE %s.%I AS (\\n%s\\n);', ours.name, t.typname, (SELECT string_agg(format('    %I %s%s', attname,
          format_type(atttypid, atttypmod), ${COLLATE('attcollation', '(SELECT typcollation FROM pg_type b WHERE b.oid = atttypid)')}),
          E',\\n' ORDER BY attnum) FROM pg_attribute WHERE attrelid = t.typrelid AND attnum > 0 AND NOT attisdropped))
    END || coalesce((SELECT string_agg(format(E'\\nALTER DOMAIN %s.%I ADD CONSTRAINT %I %s;', ours.name, t.typname, conname,
        pg_get_constraintdef(oid)), '' ORDER BY conname)
      FROM pg_constraint WHERE contypid = t.oid AND contype = 'c' AND NOT convalidated), '') AS sql
  FROM pg_type t JOIN ours ON ours.oid = t.typnamespace
  WHERE (t.typtype IN ('e', 'd', 'r') OR t.typtype = 'c' AND EXISTS (SELECT FROM pg_class c WHERE c.oid = t.typrelid AND c.relkind = 'c'))
    AND ${noMember('pg_type', 't.oid')}`;

const SIGNATURE = "format('%s.%I(%s)', ours.name, p.proname, pg_get_function_identity_arguments(p.oid))";

const FUNCTIONS = `${OURS}
  SELECT ARRAY['pg_proc:' || p.oid] AS ids, ${PHASE.function} AS phase, ${SIGNATURE} AS name,
    CASE WHEN p.prokind <> 'a' THEN pg_get_functiondef(p.oid) || ';'
      ELSE (SELECT format('CREATE AGGREGATE %s (SFUNC = %s, STYPE = %s%s%s%s%s);', ${SIGNATURE}, a.aggtransfn::text,
        format_type(a.aggtranstype, NULL), CASE WHEN a.aggfinalfn <> 0 THEN ', FINALFUNC = ' || a.aggfinalfn::text END,
        CASE WHEN a.aggcombinefn <> 0 THEN ', COMBINEFUNC = ' || a.aggcombinefn::text END, ', INITCOND = ' || quote_literal(a.agginitval),
        ', PARALLEL = ' || CASE p.proparallel WHEN 's' THEN 'SAFE' WHEN 'r' THEN 'RESTRICTED' END)
        FROM pg_aggregate a WHERE a.aggfnoid = p.oid) END AS sql
  FROM pg_proc p JOIN ours ON ours.oid = p.pronamespace
  WHERE ${noMember('pg_proc', 'p.oid')}
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'i')`;

/** Schemas, extensions, types and functions. */
export const KIND_QUERIES: readonly string[] = [SCHEMAS, EXTENSIONS, TYPES, FUNCTIONS];
