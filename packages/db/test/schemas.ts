/** SQL: that an expression names one of the schemas that our tables live in. A new system's is one by itself. */
export function isOurSchema(name: string): string {
  return `(${name} <> ALL ('{public,pgboss,information_schema}') AND ${name} !~ '^pg_')`;
}
