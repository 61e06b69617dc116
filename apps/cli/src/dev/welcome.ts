import type { SeedLogin } from '@org/db/seeds';
import { describeLogins } from '../output/logins.ts';

/** What the terminal shows when everything is ready. */
export function welcome(address: string, where: string, logins: readonly SeedLogin[]): string {
  return [
    '',
    `  address   ${address}`,
    `  reading   ${address}/docs`,
    `  database  ${where}   psql "$(pnpm -s orgdb url)"`,
    ...(logins.length === 0 ? [] : ['  logins', describeLogins(logins, '    ')]),
    '  try',
    `    ${sampleRequest(address, logins)}`,
    '',
    '  Ctrl-C stops everything.',
    '',
  ].join('\n');
}

/** A line for the shell that works: a login, of a sales manager rather than of others. */
export function sampleRequest(address: string, logins: readonly SeedLogin[]): string {
  const usable = logins.filter(({ kind, password }) => kind === 'staff' && password !== null);
  const login = usable.find(({ role }) => role.includes('sales_manager')) ?? usable[0];
  if (login === undefined) return `curl -s ${address}/health`;
  const { tenant, email, password } = login;
  const body = JSON.stringify({ tenant, email, password }).replaceAll("'", "'\\''");
  return `curl -s ${address}/auth/login -H 'content-type: application/json' -d '${body}'`;
}
