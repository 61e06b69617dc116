import { facts, flag, noMember, OURS, roleName } from './ours.ts';

const ENABLED = (column: string) =>
  `CASE ${column} WHEN 'O' THEN 'yes' WHEN 'D' THEN 'no' WHEN 'R' THEN 'on replicas' ELSE 'always' END`;

const POLICIES = `${OURS}
  SELECT 'policy' AS kind, format('%I on %s', p.polname, r.name) AS name, r.name AS of, NULL AS group,
    ${facts({
      command:
        "CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE' ELSE 'ALL' END",
      roles: `CASE WHEN p.polroles = '{0}' THEN 'PUBLIC' ELSE (SELECT string_agg(quote_ident(rolname), ', ' ORDER BY rolname)
        FROM pg_roles WHERE oid = ANY (p.polroles)) END`,
      restrictive: flag('NOT p.polpermissive'),
      using: 'pg_get_expr(p.polqual, p.polrelid)',
      check: 'pg_get_expr(p.polwithcheck, p.polrelid)',
    })}
  FROM pg_policy p JOIN relations r ON r.oid = p.polrelid`;

/** A partition's copy only where it is switched on otherwise than its table's. */
const TRIGGERS = `${OURS}
  SELECT 'trigger' AS kind, format('%I on %s', t.tgname, r.name) AS name, r.name AS of, NULL AS group,
    ${facts({ definition: 'pg_get_triggerdef(t.oid)', enabled: ENABLED('t.tgenabled') })}
  FROM pg_trigger t JOIN relations r ON r.oid = t.tgrelid LEFT JOIN pg_trigger parent ON parent.oid = t.tgparentid
  WHERE NOT t.tgisinternal AND (t.tgparentid = 0 OR t.tgenabled <> parent.tgenabled)`;

const RULES = `${OURS}
  SELECT 'rule' AS kind, format('%I on %s', w.rulename, r.name) AS name, r.name AS of, NULL AS group,
    ${facts({ definition: 'pg_get_ruledef(w.oid)', enabled: ENABLED('w.ev_enabled') })}
  FROM pg_rewrite w JOIN relations r ON r.oid = w.ev_class WHERE w.rulename <> '_RETURN'`;

const VIEWS = `${OURS}
  SELECT CASE r.relkind WHEN 'v' THEN 'view' ELSE 'materialized view' END AS kind, r.name, r.schema AS of, NULL AS group,
    ${facts({
      definition: 'pg_get_viewdef(r.oid)',
      owner: roleName('r.relowner'),
      options:
        '(SELECT string_agg(option, \', \' ORDER BY option COLLATE "C") FROM unnest(r.reloptions) AS option)',
    })}
  FROM relations r WHERE r.relkind IN ('v', 'm')`;

const FUNCTIONS = `${OURS}
  SELECT CASE p.prokind WHEN 'p' THEN 'procedure' WHEN 'a' THEN 'aggregate' ELSE 'function' END AS kind,
    format('%s.%I(%s)', ours.name, p.proname, oidvectortypes(p.proargtypes)) AS name, ours.name AS of, NULL AS group,
    ${facts({
      definition: `CASE WHEN p.prokind = 'a' THEN (SELECT concat_ws(', ', a.aggtransfn::text, a.aggfinalfn::text, a.aggcombinefn::text,
          format_type(a.aggtranstype, NULL), a.agginitval, a.aggsortop::regoper::text) FROM pg_aggregate a WHERE a.aggfnoid = p.oid)
        ELSE pg_get_functiondef(p.oid) END`,
      owner: roleName('p.proowner'),
      returns: 'pg_get_function_result(p.oid)',
      securityDefiner: flag('p.prosecdef'),
      settings: "array_to_string(p.proconfig, ', ')",
      volatility: "CASE p.provolatile WHEN 'i' THEN 'immutable' WHEN 's' THEN 'stable' ELSE 'volatile' END",
    })}
  FROM pg_proc p JOIN ours ON ours.oid = p.pronamespace
  WHERE ${noMember('pg_proc', 'p.oid')}
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'i')`;

const EVENT_TRIGGERS = `${OURS}
  SELECT 'event trigger' AS kind, quote_ident(e.evtname) AS name, NULL AS of, NULL AS group,
    ${facts({
      event: 'e.evtevent',
      function: 'e.evtfoid::regprocedure::text',
      tags: "array_to_string(e.evttags, ', ')",
      enabled: ENABLED('e.evtenabled'),
      owner: roleName('e.evtowner'),
    })}
  FROM pg_event_trigger e WHERE ${noMember('pg_event_trigger', 'e.oid')}`;

/** What a database does by itself, and how it keeps rows apart. */
export const BEHAVIOUR_QUERIES: readonly string[] = [
  POLICIES,
  TRIGGERS,
  RULES,
  VIEWS,
  FUNCTIONS,
  EVENT_TRIGGERS,
];
