import { OURS } from '../../../catalog/queries/ours.ts';
import { PHASE } from '../piece.ts';

/** Functions of our own that an object calls: what does gets a statement of its own, behind the function. */
const CALLS = (
  catalog: string,
  oid: string,
) => `EXISTS (SELECT FROM pg_depend d WHERE d.classid = '${catalog}'::regclass
  AND d.objid = ${oid} AND d.refclassid = 'pg_proc'::regclass AND d.refobjid >= 16384)`;

/** Stands for a constraint that is written with its table. */
const INLINE = `(k.contype IN ('p', 'u', 'x') AND r.relkind = 'r' AND NOT r.relispartition AND k.conislocal
  OR k.contype = 'c' AND k.conislocal AND k.convalidated AND NOT ${CALLS('pg_constraint', 'k.oid')})`;

const SEQUENCE_OPTIONS = (
  of: string,
) => `concat_ws('', CASE WHEN ${of}.seqincrement <> 1 THEN ' INCREMENT BY ' || ${of}.seqincrement END,
  CASE WHEN ${of}.seqmin <> (CASE WHEN ${of}.seqincrement > 0 THEN 1 ELSE -limits.most - 1 END) THEN ' MINVALUE ' || ${of}.seqmin END,
  CASE WHEN ${of}.seqmax <> (CASE WHEN ${of}.seqincrement > 0 THEN limits.most ELSE -1 END) THEN ' MAXVALUE ' || ${of}.seqmax END,
  CASE WHEN ${of}.seqstart <> (CASE WHEN ${of}.seqincrement > 0 THEN ${of}.seqmin ELSE ${of}.seqmax END) THEN ' START WITH ' || ${of}.seqstart END,
  CASE WHEN ${of}.seqcache <> 1 THEN ' CACHE ' || ${of}.seqcache END, CASE WHEN ${of}.seqcycle THEN ' CYCLE' END)`;
const LIMITS = (
  of: string,
) => `CROSS JOIN LATERAL (SELECT CASE ${of}.seqtypid WHEN 'int2'::regtype THEN 32767 WHEN 'int4'::regtype THEN 2147483647
  ELSE 9223372036854775807 END AS most) limits`;

const SEQUENCES = `${OURS}
  SELECT ARRAY['pg_class:' || r.oid] AS ids, ${PHASE.sequence} AS phase, r.name, format('CREATE%s SEQUENCE %s%s%s;',
    CASE WHEN r.relpersistence = 'u' THEN ' UNLOGGED' END, r.name, CASE WHEN s.seqtypid <> 'int8'::regtype THEN ' AS ' || format_type(s.seqtypid, NULL) END,
    ${SEQUENCE_OPTIONS('s')}) AS sql
  FROM relations r JOIN pg_sequence s ON s.seqrelid = r.oid ${LIMITS('s')}
  WHERE NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = r.oid AND d.deptype = 'i' AND d.refobjsubid > 0)`;

const OWNED_BY = `${OURS}
  SELECT ARRAY['owned:' || r.oid] AS ids, ${PHASE.ownedBy} AS phase, r.name,
    format('ALTER SEQUENCE %s OWNED BY %s.%I;', r.name, t.name, a.attname) AS sql,
    ARRAY['pg_class:' || r.oid, 'pg_class:' || t.oid] AS needs
  FROM relations r JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = r.oid AND d.deptype = 'a' AND d.refobjsubid > 0
  JOIN relations t ON t.oid = d.refobjid JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid
  WHERE r.relkind = 'S'`;

const IDENTITY = `(SELECT format(' GENERATED %s AS IDENTITY%s', CASE a.attidentity WHEN 'a' THEN 'ALWAYS' ELSE 'BY DEFAULT' END,
    ' (' || nullif(trim(concat(CASE WHEN s.relname <> r.relname || '_' || a.attname || '_seq' THEN format('SEQUENCE NAME %I.%I', sn.nspname, s.relname) END,
      ${SEQUENCE_OPTIONS('q')})), '') || ')')
  FROM pg_depend d JOIN pg_class s ON s.oid = d.objid AND s.relkind = 'S' JOIN pg_namespace sn ON sn.oid = s.relnamespace
  JOIN pg_sequence q ON q.seqrelid = s.oid ${LIMITS('q')}
  WHERE d.refclassid = 'pg_class'::regclass AND d.refobjid = r.oid AND d.refobjsubid = a.attnum AND d.deptype = 'i')`;

const COLUMNS = `SELECT format('    %I %s%s%s%s%s', a.attname, format_type(a.atttypid, a.atttypmod),
    (SELECT format(' COLLATE %I.%I', n.nspname, l.collname) FROM pg_collation l JOIN pg_namespace n ON n.oid = l.collnamespace
      WHERE l.oid = a.attcollation AND l.oid <> t.typcollation),
    CASE WHEN a.attgenerated <> '' THEN format(' GENERATED ALWAYS AS (%s)%s', pg_get_expr(x.adbin, x.adrelid),
        CASE a.attgenerated WHEN 's' THEN ' STORED' ELSE ' VIRTUAL' END)
      WHEN a.attidentity <> '' THEN ${IDENTITY}
      WHEN x.oid IS NOT NULL AND NOT ${CALLS('pg_attrdef', 'x.oid')} THEN ' DEFAULT ' || pg_get_expr(x.adbin, x.adrelid) END,
    CASE WHEN a.attnotnull AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = r.oid AND k.contype = 'n' AND k.conkey = ARRAY[a.attnum]
      AND NOT k.convalidated) THEN ' NOT NULL' END, '') AS line, a.attnum AS place
  FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid LEFT JOIN pg_attrdef x ON x.adrelid = r.oid AND x.adnum = a.attnum
  WHERE a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attislocal AND NOT r.relispartition
  UNION ALL
  SELECT format('    CONSTRAINT %I %s', k.conname, pg_get_constraintdef(k.oid)), 10000 + row_number() OVER (
    ORDER BY position(k.contype::text IN 'puxc'), k.conname)
  FROM pg_constraint k WHERE k.conrelid = r.oid AND NOT r.relispartition AND ${INLINE}`;

const TABLES = `${OURS}
  SELECT ARRAY['pg_class:' || r.oid, 'pg_type:' || r.reltype, 'pg_type:' || t.typarray]
      || ARRAY(SELECT 'pg_attrdef:' || x.oid FROM pg_attrdef x JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum = x.adnum
        WHERE x.adrelid = r.oid AND (a.attgenerated <> '' OR NOT ${CALLS('pg_attrdef', 'x.oid')}))
      || ARRAY(SELECT 'pg_constraint:' || k.oid FROM pg_constraint k WHERE k.conrelid = r.oid AND ${INLINE})
      || ARRAY(SELECT 'pg_class:' || k.conindid FROM pg_constraint k WHERE k.conrelid = r.oid AND k.conindid <> 0 AND k.contype <> 'f' AND ${INLINE})
      || ARRAY(SELECT 'pg_class:' || d.objid FROM pg_depend d JOIN pg_class s ON s.oid = d.objid AND s.relkind = 'S'
        WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass AND d.refobjid = r.oid AND d.deptype = 'i') AS ids,
    ${PHASE.table} AS phase, r.name, format('CREATE%s TABLE %s%s%s%s;', CASE WHEN r.relpersistence = 'u' THEN ' UNLOGGED' END, r.name,
      CASE WHEN r.relispartition THEN format(' PARTITION OF %s %s', parents.names, pg_get_expr(r.relpartbound, r.oid))
        ELSE format(E' (\\n%s\\n)%s', (SELECT string_agg(line, E',\\n' ORDER BY place) FROM (${COLUMNS}) AS lines),
          ' INHERITS (' || parents.names || ')') END,
      ' PARTITION BY ' || pg_get_partkeydef(r.oid), ' WITH (' || array_to_string(r.reloptions, ', ') || ')') AS sql
  FROM relations r JOIN pg_type t ON t.oid = r.reltype
  LEFT JOIN LATERAL (SELECT string_agg(parent.name, ', ' ORDER BY inhseqno) AS names
    FROM pg_inherits JOIN relations parent ON parent.oid = inhparent WHERE inhrelid = r.oid) parents ON true
  WHERE r.relkind IN ('r', 'p')`;

/** Defaults that call functions of our own, and those in which a child differs from the table that it has the column from. */
const DEFAULTS = `${OURS}
  SELECT ARRAY['pg_attrdef:' || x.oid] AS ids, ${PHASE.default} AS phase, format('%s.%I', r.name, a.attname) AS name,
    format('ALTER TABLE ONLY %s ALTER COLUMN %I SET DEFAULT %s;', r.name, a.attname, pg_get_expr(x.adbin, x.adrelid)) AS sql
  FROM relations r JOIN pg_attribute a ON a.attrelid = r.oid AND NOT a.attisdropped JOIN pg_attrdef x ON x.adrelid = r.oid AND x.adnum = a.attnum
  WHERE a.attgenerated = '' AND (r.relkind = 'v' OR ${CALLS('pg_attrdef', 'x.oid')} OR (NOT a.attislocal OR r.relispartition)
    AND pg_get_expr(x.adbin, x.adrelid) IS DISTINCT FROM (SELECT pg_get_expr(px.adbin, px.adrelid) FROM pg_inherits
      JOIN pg_attribute pa ON pa.attrelid = inhparent AND pa.attname = a.attname JOIN pg_attrdef px ON px.adrelid = inhparent AND px.adnum = pa.attnum
      WHERE inhrelid = r.oid LIMIT 1))`;

/** What a child requires and the table that it has the column from does not; requirements of new rows only. */
const REQUIRED = `${OURS}
  SELECT ARRAY['required:' || r.oid || '.' || a.attnum] AS ids, ${PHASE.default} AS phase, format('%s.%I', r.name, a.attname) AS name,
    CASE WHEN k.oid IS NULL THEN format('ALTER TABLE %s ALTER COLUMN %I SET NOT NULL;', r.name, a.attname)
      ELSE format('ALTER TABLE %s ADD CONSTRAINT %I NOT NULL %I NOT VALID;', r.name, k.conname, a.attname) END AS sql,
    ARRAY['pg_class:' || r.oid] AS needs
  FROM relations r JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attnotnull
  LEFT JOIN pg_constraint k ON k.conrelid = r.oid AND k.contype = 'n' AND k.conkey = ARRAY[a.attnum] AND NOT k.convalidated
  WHERE r.relkind IN ('r', 'p') AND (k.oid IS NOT NULL AND k.conislocal OR k.oid IS NULL AND (NOT a.attislocal OR r.relispartition)
    AND NOT EXISTS (SELECT FROM pg_inherits JOIN pg_attribute pa ON pa.attrelid = inhparent AND pa.attname = a.attname AND pa.attnotnull WHERE inhrelid = r.oid))`;

/** A partition's own come first: PostgreSQL then takes them for its part of the table's. */
const CONSTRAINTS = `${OURS}
  SELECT ARRAY['pg_constraint:' || k.oid] || CASE WHEN k.conindid <> 0 AND k.contype <> 'f' THEN ARRAY['pg_class:' || k.conindid] END AS ids,
    CASE WHEN k.contype = 'f' THEN ${PHASE.foreignKey} WHEN r.relkind = 'p' THEN ${PHASE.partitionedKey} ELSE ${PHASE.key} END AS phase,
    format('%s.%I', r.name, k.conname) AS name,
    format('ALTER TABLE %s ADD CONSTRAINT %I %s;', r.name, k.conname, pg_get_constraintdef(k.oid)) AS sql
  FROM pg_constraint k JOIN relations r ON r.oid = k.conrelid
  WHERE k.contype IN ('p', 'u', 'x', 'f', 'c') AND NOT (${INLINE} AND NOT (r.relispartition AND k.contype = 'c' AND k.coninhcount = 0))
    AND (k.conparentid = 0 OR k.contype IN ('p', 'u', 'x')) AND (k.conislocal OR k.coninhcount = 0 OR k.conparentid <> 0)`;

const INDEXES = `${OURS}
  SELECT ARRAY['pg_class:' || i.oid] AS ids, CASE WHEN r.relkind = 'p' THEN ${PHASE.partitionedKey} ELSE ${PHASE.index} END AS phase,
    format('%s.%I', r.schema, i.relname) AS name, replace(pg_get_indexdef(i.oid), ' ON ONLY ', ' ON ') || ';' AS sql
  FROM pg_index x JOIN relations r ON r.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid
  WHERE NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conrelid = r.oid AND c.conindid = i.oid AND c.contype IN ('p', 'u', 'x')) AND r.relkind <> 'm'
  UNION ALL
  SELECT ARRAY['pg_class:' || i.oid], ${PHASE.view}, format('%s.%I', r.schema, i.relname), pg_get_indexdef(i.oid) || ';'
  FROM pg_index x JOIN relations r ON r.oid = x.indrelid AND r.relkind = 'm' JOIN pg_class i ON i.oid = x.indexrelid`;

const STATISTICS = `${OURS}
  SELECT ARRAY['pg_statistic_ext:' || s.oid] AS ids, ${PHASE.index} AS phase, s.stxname AS name, pg_get_statisticsobjdef(s.oid) || ';' AS sql
  FROM pg_statistic_ext s JOIN relations r ON r.oid = s.stxrelid`;

/** Tables and what belongs to them. */
export const TABLE_QUERIES: readonly string[] = [
  SEQUENCES,
  OWNED_BY,
  TABLES,
  DEFAULTS,
  REQUIRED,
  CONSTRAINTS,
  INDEXES,
  STATISTICS,
];
