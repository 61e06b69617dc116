import type { CatalogPolicy } from '../catalog/catalog.ts';
import { conditionInWords } from './condition.ts';

const VERBS = {
  ALL: 'reads and writes',
  SELECT: 'reads',
  INSERT: 'inserts',
  UPDATE: 'updates',
  DELETE: 'deletes',
} as const;

/** What a policy lets through, in a sentence: permissive ones add up, restrictive ones narrow all of them. */
export function policyInWords(policy: CatalogPolicy): string {
  const using = policy.using === undefined ? undefined : conditionInWords(policy.using);
  const check = policy.check === undefined ? using : conditionInWords(policy.check);
  const verb = VERBS[policy.command];
  const condition = using ?? check ?? 'every row';
  const where = condition.endsWith('row') ? condition : `rows where ${condition}`;
  const written =
    using !== undefined && check !== undefined && check !== using ? `; what it writes: ${check}` : '';
  return `${verb} ${policy.permissive ? '' : 'only '}${where}${written}`;
}

/** The statement that makes the policy. */
export function policyInSql(table: string, policy: CatalogPolicy): string {
  return [
    `CREATE POLICY ${policy.name} ON ${table}${policy.permissive ? '' : ' AS RESTRICTIVE'} FOR ${policy.command} TO ${policy.roles.join(', ')}`,
    ...(policy.using === undefined ? [] : [`  USING (${policy.using})`]),
    ...(policy.check === undefined ? [] : [`  WITH CHECK (${policy.check})`]),
  ]
    .join('\n')
    .concat(';');
}
