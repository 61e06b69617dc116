import type { SeedLogin } from '@org/db/seeds';
import { columns } from './columns.ts';

/** The logins as a table for people. */
export function describeLogins(logins: readonly SeedLogin[], indent = '  '): string {
  const rows = logins.map(({ tenant, email, password, role }) => [
    tenant,
    email,
    password ?? '(as shown when it was made)',
    role,
  ]);
  return columns(rows, indent);
}
