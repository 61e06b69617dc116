import { type Rule, shown } from './rule.ts';

export const policySubSelect: Rule = {
  name: 'policy-sub-select',
  severity: 'warning',
  title: 'A policy that looks into other tables',
  why: 'The sub-select runs for the rows of every query on the table, under the policies of its own tables; and a distributed PostgreSQL refuses it.',
  safe: 'Compare columns of the row with settings of the session; let the row carry the column that decides.',
  example: {
    given:
      'CREATE TABLE members (tenant_id int, id int, PRIMARY KEY (tenant_id, id));\nALTER TABLE members ENABLE ROW LEVEL SECURITY;\nALTER TABLE members FORCE ROW LEVEL SECURITY;\nCREATE TABLE notes (tenant_id int, id int, PRIMARY KEY (tenant_id, id));\nALTER TABLE notes ENABLE ROW LEVEL SECURITY;\nALTER TABLE notes FORCE ROW LEVEL SECURITY;\nCREATE POLICY nobody ON notes USING (false);\nCREATE POLICY everybody ON members USING (true);\nGRANT SELECT ON members, notes TO org_app;',
    rows: 'INSERT INTO members SELECT 1, n FROM generate_series(1, 100) AS n;\nINSERT INTO notes VALUES (1, 1);',
    bad: 'CREATE POLICY member ON notes USING (tenant_id IN (SELECT tenant_id FROM members));',
    good: [
      "CREATE POLICY member ON notes USING (tenant_id = nullif(current_setting('app.tenant', true), '')::int);",
    ],
  },
  onChange({ change }) {
    if ((change.kind !== 'create-policy' && change.kind !== 'alter-policy') || !change.subSelects)
      return undefined;
    return `The policy ${change.policy} of ${shown(change.table)} has a sub-select.`;
  },
};
