import type { Login } from './run/logins.ts';

/** The connection string of another database on the same server, and of another login when one is given. */
export function databaseUrl(url: string, database: string, login?: Login): string {
  const parsed = new URL(url);
  parsed.pathname = `/${database}`;
  if (login) {
    parsed.username = login.user;
    parsed.password = login.password;
  }
  return parsed.toString();
}
