import { facts, flag, noMember, OURS, roleName, yesNo } from './ours.ts';

const TABLES = `${OURS}
  SELECT 'table' AS kind, r.name, r.schema AS of,
    CASE WHEN r.relispartition AND pg_get_expr(r.relpartbound, r.oid) <> 'DEFAULT' THEN root.name END AS group,
    ${facts({
      type: "CASE r.relkind WHEN 'p' THEN 'partitioned' WHEN 'f' THEN 'foreign' ELSE 'ordinary' END",
      owner: roleName('r.relowner'),
      unlogged: flag("r.relpersistence = 'u'"),
      options:
        '(SELECT string_agg(option, \', \' ORDER BY option COLLATE "C") FROM unnest(r.reloptions) AS option)',
      rowSecurity: yesNo('r.relrowsecurity'),
      rowSecurityForced: yesNo('r.relforcerowsecurity'),
      partitionKey: 'pg_get_partkeydef(r.oid)',
      partitionOf: 'CASE WHEN r.relispartition THEN parents.names END',
      bounds: 'pg_get_expr(r.relpartbound, r.oid)',
      inherits: 'CASE WHEN NOT r.relispartition THEN parents.names END',
      replicaIdentity: `CASE r.relreplident WHEN 'n' THEN 'nothing' WHEN 'f' THEN 'full'
        WHEN 'i' THEN (SELECT 'index ' || relname FROM pg_index JOIN pg_class i ON i.oid = indexrelid WHERE indrelid = r.oid AND indisreplident) END`,
    })}
  FROM relations r
  LEFT JOIN relations root ON r.relispartition AND root.oid = pg_partition_root(r.oid)
  LEFT JOIN LATERAL (SELECT string_agg(parent.name, ', ' ORDER BY inhseqno) AS names
    FROM pg_inherits JOIN relations parent ON parent.oid = inhparent WHERE inhrelid = r.oid) parents ON true
  WHERE r.relkind IN ('r', 'p', 'f')`;

/** Of a partition only those whose default is another than its table's: the rest PostgreSQL keeps equal. */
const COLUMNS = `${OURS}
  SELECT 'column' AS kind, format('%s.%I', r.name, a.attname) AS name, r.name AS of, NULL AS group,
    ${facts({
      type: 'format_type(a.atttypid, a.atttypmod)',
      collation: `(SELECT format('%I.%I', n.nspname, l.collname) FROM pg_collation l JOIN pg_namespace n ON n.oid = l.collnamespace
        WHERE l.oid = a.attcollation AND l.oid <> t.typcollation)`,
      // From 18 on it may hold for new rows only.
      notNull: `CASE WHEN a.attnotnull THEN CASE WHEN EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = r.oid AND k.contype = 'n'
        AND k.conkey = ARRAY[a.attnum] AND NOT k.convalidated) THEN 'for new rows' ELSE 'yes' END END`,
      default: "CASE WHEN a.attgenerated = '' THEN pg_get_expr(d.adbin, d.adrelid) END",
      generated: `CASE a.attgenerated WHEN 's' THEN 'stored ' WHEN 'v' THEN 'virtual ' END || pg_get_expr(d.adbin, d.adrelid)`,
      identity: "CASE a.attidentity WHEN 'a' THEN 'always' WHEN 'd' THEN 'by default' END",
      ofPartition: flag('r.relispartition'),
      position: 'row_number() OVER (PARTITION BY r.oid ORDER BY a.attnum)',
    })}
  FROM relations r JOIN pg_attribute a ON a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped
  JOIN pg_type t ON t.oid = a.atttypid
  LEFT JOIN pg_attrdef d ON d.adrelid = r.oid AND d.adnum = a.attnum
  WHERE r.relkind IN ('r', 'p', 'f') AND (NOT r.relispartition OR pg_get_expr(d.adbin, d.adrelid) IS DISTINCT FROM (
    SELECT pg_get_expr(pd.adbin, pd.adrelid) FROM pg_inherits JOIN pg_attribute pa ON pa.attrelid = inhparent AND pa.attname = a.attname
    LEFT JOIN pg_attrdef pd ON pd.adrelid = inhparent AND pd.adnum = pa.attnum WHERE inhrelid = r.oid))`;

/** Not those that a partition or a child has from its table. */
const CONSTRAINTS = `${OURS}
  SELECT 'constraint' AS kind, format('%I on %s', c.conname, r.name) AS name, r.name AS of, NULL AS group,
    ${facts({
      type: "CASE c.contype WHEN 'c' THEN 'check' WHEN 'f' THEN 'foreign key' WHEN 'p' THEN 'primary key' WHEN 'u' THEN 'unique' ELSE 'exclusion' END",
      definition: "regexp_replace(pg_get_constraintdef(c.oid), ' NOT VALID$', '')",
      validated: yesNo('c.convalidated'),
      deferrable:
        "CASE WHEN c.condeferrable THEN CASE WHEN c.condeferred THEN 'initially deferred' ELSE 'initially immediate' END END",
    })}
  FROM pg_constraint c JOIN relations r ON r.oid = c.conrelid
  WHERE c.contype IN ('c', 'f', 'p', 'u', 'x') AND c.conparentid = 0 AND (c.conislocal OR c.coninhcount = 0)`;

/** That of a key or an exclusion goes with its constraint, unless it is not to be used. */
const INDEXES = `${OURS}
  SELECT 'index' AS kind, format('%s.%I', r.schema, i.relname) AS name, r.name AS of, NULL AS group,
    ${facts({
      table: 'r.name',
      definition: 'pg_get_indexdef(i.oid)',
      valid: yesNo('x.indisvalid AND x.indisready AND x.indislive'),
      unique: flag('x.indisunique'),
      statistics: `(SELECT string_agg(a.attnum || ' ' || a.attstattarget, ', ' ORDER BY a.attnum) FROM pg_attribute a
        WHERE a.attrelid = i.oid AND a.attstattarget >= 0)`,
    })}
  FROM pg_index x JOIN relations r ON r.oid = x.indrelid JOIN pg_class i ON i.oid = x.indexrelid
  WHERE NOT i.relispartition AND (NOT x.indisvalid OR NOT x.indisready OR NOT EXISTS (
    SELECT FROM pg_constraint c WHERE c.conrelid = r.oid AND c.conindid = i.oid AND c.contype IN ('p', 'u', 'x')))`;

const SEQUENCES = `${OURS}
  SELECT 'sequence' AS kind, r.name, r.schema AS of, NULL AS group,
    ${facts({
      type: 'format_type(s.seqtypid, NULL)',
      owner: roleName('r.relowner'),
      unlogged: flag("r.relpersistence = 'u'"),
      start: 's.seqstart',
      increment: 's.seqincrement',
      minimum: 's.seqmin',
      maximum: 's.seqmax',
      cache: 's.seqcache',
      cycle: flag('s.seqcycle'),
      ownedBy: 'owned.column_name',
      identity: flag("owned.deptype = 'i'"),
    })}
  FROM relations r JOIN pg_sequence s ON s.seqrelid = r.oid
  LEFT JOIN LATERAL (SELECT format('%s.%I', t.name, a.attname) AS column_name, d.deptype FROM pg_depend d
    JOIN relations t ON t.oid = d.refobjid JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
    WHERE d.classid = 'pg_class'::regclass AND d.objid = r.oid AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')) owned ON true`;

const STATISTICS = `${OURS}
  SELECT 'statistics' AS kind, format('%s.%I', ours.name, s.stxname) AS name, r.name AS of, NULL AS group,
    ${facts({ definition: 'pg_get_statisticsobjdef(s.oid)', owner: roleName('s.stxowner') })}
  FROM pg_statistic_ext s JOIN ours ON ours.oid = s.stxnamespace JOIN relations r ON r.oid = s.stxrelid
  WHERE ${noMember('pg_statistic_ext', 's.oid')}`;

/** Tables and what belongs to them. */
export const TABLE_QUERIES: readonly string[] = [
  TABLES,
  COLUMNS,
  CONSTRAINTS,
  INDEXES,
  SEQUENCES,
  STATISTICS,
];
