import { expect, test } from 'vitest';
import { conditionInWords } from './condition.ts';

const setting = (name: string) => `NULLIF(current_setting('app.${name}'::text, true), ''::text)`;

test.each([
  ['true', 'every row'],
  [`(tenant_id = (${setting('current_tenant_id')})::uuid)`, 'tenant_id is the current tenant'],
  [`(${setting('current_portal_user_id')} IS NULL)`, 'no portal user is set'],
  [`(num_nulls(${setting('current_portal_user_id')}) <> 0)`, 'no portal user is set'],
  [
    `((tenant_id IS NULL) AND (${setting('current_tenant_id')} IS NOT NULL))`,
    'tenant_id is empty and a tenant is set',
  ],
  [
    `((${setting('current_portal_user_id')} IS NULL) OR (customer_id = (${setting('current_customer_id')})::uuid))`,
    "no portal user is set or customer_id is the portal user's customer",
  ],
  [
    `CASE\n    WHEN (${setting('current_portal_user_id')} IS NULL) THEN true\n    ELSE (id = (${setting('current_portal_user_id')})::uuid)\nEND`,
    'no portal user is set or id is the portal user',
  ],
  [
    `((num_nulls(${setting('current_portal_user_id')}) <> 0) OR (customer_id = (${setting('current_customer_id')})::uuid))`,
    "no portal user is set or customer_id is the portal user's customer",
  ],
  // Never seen before: shown as it is, rather than as something that it is not.
  [`(length(code) > 3)`, 'length(code) > 3'],
])('%s', (sql, words) => {
  expect(conditionInWords(sql)).toBe(words);
});
