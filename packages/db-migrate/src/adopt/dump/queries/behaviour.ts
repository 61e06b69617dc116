import { OURS } from '../../../catalog/queries/ours.ts';
import { PHASE } from '../piece.ts';

const VIEWS = `${OURS}
  SELECT ARRAY['pg_class:' || r.oid, 'pg_type:' || r.reltype, 'pg_type:' || t.typarray]
      || ARRAY(SELECT 'pg_rewrite:' || w.oid FROM pg_rewrite w WHERE w.ev_class = r.oid AND w.rulename = '_RETURN') AS ids,
    ${PHASE.view} AS phase, r.name, format(E'CREATE %sVIEW %s%s AS\\n%s%s;', CASE r.relkind WHEN 'm' THEN 'MATERIALIZED ' END, r.name,
      ' WITH (' || array_to_string(r.reloptions, ', ') || ')', rtrim(pg_get_viewdef(r.oid), ';'),
      CASE WHEN r.relkind = 'm' AND NOT r.relispopulated THEN E'\\nWITH NO DATA' END) AS sql
  FROM relations r JOIN pg_type t ON t.oid = r.reltype WHERE r.relkind IN ('v', 'm')`;

const ENABLED = (state: string) =>
  `CASE ${state} WHEN 'D' THEN 'DISABLE' WHEN 'R' THEN 'ENABLE REPLICA' WHEN 'A' THEN 'ENABLE ALWAYS' ELSE 'ENABLE' END`;

const TRIGGERS = `${OURS}
  SELECT ARRAY['pg_trigger:' || t.oid] AS ids, ${PHASE.trigger} AS phase, format('%s.%I', r.name, t.tgname) AS name,
    CASE WHEN t.tgparentid = 0 THEN pg_get_triggerdef(t.oid) || ';' ELSE '' END
      || CASE WHEN t.tgenabled <> coalesce(parent.tgenabled, 'O') THEN format(E'\\nALTER TABLE %s %s TRIGGER %I;', r.name, ${ENABLED('t.tgenabled')}, t.tgname)
        ELSE '' END AS sql,
    CASE WHEN t.tgparentid <> 0 THEN ARRAY['pg_trigger:' || t.tgparentid] END AS needs
  FROM pg_trigger t JOIN relations r ON r.oid = t.tgrelid LEFT JOIN pg_trigger parent ON parent.oid = t.tgparentid
  WHERE NOT t.tgisinternal AND (t.tgparentid = 0 OR t.tgenabled <> parent.tgenabled)`;

const RULES = `${OURS}
  SELECT ARRAY['pg_rewrite:' || w.oid] AS ids, ${PHASE.trigger} AS phase, format('%s.%I', r.name, w.rulename) AS name, pg_get_ruledef(w.oid)
    || CASE WHEN w.ev_enabled <> 'O' THEN format(E'\\nALTER TABLE %s %s RULE %I;', r.name, ${ENABLED('w.ev_enabled')}, w.rulename) ELSE '' END AS sql
  FROM pg_rewrite w JOIN relations r ON r.oid = w.ev_class WHERE w.rulename <> '_RETURN'`;

const ROW_SECURITY = `${OURS}
  SELECT ARRAY['security:' || r.oid] AS ids, ${PHASE.security} AS phase, r.name,
    concat_ws(E'\\n', CASE WHEN r.relrowsecurity THEN format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY;', r.name) END,
      CASE WHEN r.relforcerowsecurity THEN format('ALTER TABLE %s FORCE ROW LEVEL SECURITY;', r.name) END) AS sql, ARRAY['pg_class:' || r.oid] AS needs
  FROM relations r WHERE r.relrowsecurity OR r.relforcerowsecurity`;

const POLICIES = `${OURS}
  SELECT ARRAY['pg_policy:' || p.oid] AS ids, ${PHASE.security} AS phase, format('%s.%I', r.name, p.polname) AS name,
    format('CREATE POLICY %I ON %s%s FOR %s TO %s%s%s;', p.polname, r.name, CASE WHEN NOT p.polpermissive THEN ' AS RESTRICTIVE' END,
      CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE' ELSE 'ALL' END,
      CASE WHEN p.polroles = '{0}' THEN 'PUBLIC' ELSE (SELECT string_agg(quote_ident(rolname), ', ' ORDER BY rolname) FROM pg_roles
        WHERE oid = ANY (p.polroles)) END,
      ' USING (' || pg_get_expr(p.polqual, p.polrelid) || ')', ' WITH CHECK (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')') AS sql
  FROM pg_policy p JOIN relations r ON r.oid = p.polrelid`;

const REPLICA_IDENTITY = `${OURS}
  SELECT ARRAY['replica:' || r.oid] AS ids, ${PHASE.foreignKey} AS phase, r.name, format('ALTER TABLE ONLY %s REPLICA IDENTITY %s;', r.name,
      CASE r.relreplident WHEN 'n' THEN 'NOTHING' WHEN 'f' THEN 'FULL' ELSE format('USING INDEX %I', i.relname) END) AS sql,
    ARRAY['pg_class:' || r.oid, 'pg_class:' || i.oid] AS needs
  FROM relations r LEFT JOIN (pg_index x JOIN pg_class i ON i.oid = x.indexrelid) ON x.indrelid = r.oid AND x.indisreplident
  WHERE r.relkind IN ('r', 'p') AND (r.relreplident IN ('n', 'f') OR i.oid IS NOT NULL)`;

/** Views, triggers, rules and row level security. */
export const BEHAVIOUR_QUERIES: readonly string[] = [
  VIEWS,
  TRIGGERS,
  RULES,
  ROW_SECURITY,
  POLICIES,
  REPLICA_IDENTITY,
];
