import type { Client } from 'pg';

/** The protocol's name for each of Postgres' built-in types, by oid (fixed numbers, `pg_type.dat`). All others are read as text. */
const NAMES: ReadonlyMap<number, string> = new Map([
  [16, 'bool'],
  [17, 'bytes'],
  [18, 'char'], // "char", the one-byte type
  [20, 'bigint'],
  [21, 'int'],
  [23, 'int'],
  [26, 'bigint'], // oid
  [114, 'json'],
  [142, 'xml'],
  [700, 'float'],
  [701, 'double'],
  [790, 'decimal'], // money
  [1082, 'date'],
  [1083, 'time'],
  [1114, 'datetime'],
  [1184, 'datetime'],
  [1266, 'time'],
  [1700, 'decimal'],
  [2950, 'uuid'],
  [3802, 'json'],
]);
const XML = 142;

export interface TypeName {
  /** The protocol's name, or that of an enum. */
  readonly typ: string;
  /** Postgres' own. */
  readonly name: string;
}

/** What the protocol calls each of these types. */
export async function typeNames(
  client: Client,
  oids: readonly number[],
): Promise<ReadonlyMap<number, TypeName>> {
  const { rows } = await client.query<{ oid: number; name: string; element: number; kind: string }>(
    `SELECT oid::int8::int, typname AS name, typtype AS kind,
       CASE WHEN typcategory = 'A' THEN typelem::int8::int ELSE 0 END AS element
     FROM pg_catalog.pg_type WHERE oid = ANY ($1::oid[])`,
    [oids],
  );
  return new Map(
    rows.map(({ oid, name, element, kind }) => {
      // There is no list of XML in the protocol.
      const scalar = NAMES.get(element === XML ? 0 : element || oid) ?? 'string';
      return [oid, { name, typ: kind === 'e' ? name : element === 0 ? scalar : `${scalar}-array` }];
    }),
  );
}

/** The names of the database's enums. */
export async function enumNames(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT typname AS name FROM pg_catalog.pg_type WHERE typtype = 'e'`,
  );
  return rows.map(({ name }) => name);
}
