import type { Table } from '../schema/read-tables.ts';
import { qualifiedName } from './quote.ts';

const ALL = 'SELECT, INSERT, UPDATE, DELETE';
const APPEND = 'SELECT, INSERT';

// By what the annotations allow to services. Nobody may TRUNCATE: policies do not cover it.
const RIGHTS = {
  all: { services: ALL, admin: ALL },
  append: { services: APPEND, admin: APPEND },
  read: { services: 'SELECT', admin: ALL },
  none: { services: undefined, admin: APPEND },
} as const;

/** What the services' role and the admin role may do with a table, and with the sequences that number its rows. */
export function deriveGrants(table: Table): string[] {
  const name = qualifiedName(table);
  const { services, admin } = RIGHTS[table.services];
  return [
    ...(services ? [`GRANT ${services} ON ${name} TO org_app;`] : []),
    `GRANT ${admin} ON ${name} TO org_admin;`,
    ...table.numbered.map((column) => {
      const sequence = qualifiedName({ schema: table.schema, name: `${table.name}_${column}_seq` });
      return `GRANT USAGE ON SEQUENCE ${sequence} TO ${services?.includes('INSERT') ? 'org_app, ' : ''}org_admin;`;
    }),
  ];
}
