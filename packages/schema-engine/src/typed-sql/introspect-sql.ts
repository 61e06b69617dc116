import type { IntrospectSqlParams, IntrospectSqlResult, SqlQueryOutput } from '@prisma/schema-engine-wasm';
import type { Client } from 'pg';
import { describeDatabaseError } from '../adapter/driver-errors.ts';
import { connectToSchema } from '../connection/connect.ts';
import type { DatabaseAddress } from '../connection/connection-string.ts';
import { SchemaEngineError } from '../errors.ts';
import { type Annotations, readAnnotations } from './annotations.ts';
import { prepareAndDescribe } from './describe-statement.ts';
import { nullableColumns } from './nullable-columns.ts';
import { enumNames, type TypeName, typeNames } from './type-names.ts';

const STATEMENT = 'schema_engine_typed_sql';
const UNKNOWN: TypeName = { typ: 'string', name: 'unknown' };

/**
 * Describes the queries of TypedSQL (`prisma generate --sql`): the server's types of their parameters and columns, and what their comments
 * add. The wasm engine cannot do it: it knows statements only as what it sends. No query is run.
 *
 * @throws {SchemaEngineError} `DATABASE` with the server's words for a query that it refuses; `INVALID_ANNOTATION`; connection errors.
 */
export async function introspectSql(
  address: DatabaseAddress,
  { queries }: Pick<IntrospectSqlParams, 'queries'>,
): Promise<IntrospectSqlResult> {
  const client = await connectToSchema(address);
  try {
    const enums = await enumNames(client);
    const described: SqlQueryOutput[] = [];
    for (const { name, source } of queries) {
      described.push({ name, source, ...(await describe(client, source, readAnnotations(source, enums))) });
    }
    return { queries: described };
  } catch (cause) {
    const error = describeDatabaseError(cause);
    throw error === undefined || cause instanceof SchemaEngineError
      ? cause
      : new SchemaEngineError('DATABASE', error.text, { cause });
  } finally {
    await client.end();
  }
}

async function describe(
  client: Client,
  source: string,
  annotations: Annotations,
): Promise<Pick<SqlQueryOutput, 'documentation' | 'parameters' | 'resultColumns'>> {
  const statement = await prepareAndDescribe(client, STATEMENT, source);
  const { columns, parameters } = statement;
  const types = await typeNames(client, [...parameters, ...columns.map(({ dataTypeID }) => dataTypeID)]);
  const nullable = await nullableColumns(client, STATEMENT, statement);
  await client.query(`DEALLOCATE ${STATEMENT}`);
  const used = new Set<string>();
  return {
    documentation: annotations.description ?? null,
    parameters: parameters.map((oid, index) => {
      const { name, typ } = types.get(oid) ?? UNKNOWN;
      const said = annotations.parameters.find(
        ({ position, alias }) => position === index + 1 || (position === undefined && alias === name),
      );
      return {
        name: unique(said?.alias ?? name, used),
        typ: said?.type ?? typ,
        documentation: said?.documentation ?? null,
        nullable: said?.nullable ?? false,
      };
    }),
    resultColumns: columns.map(({ name, dataTypeID }, index) => ({
      name,
      typ: (types.get(dataTypeID) ?? UNKNOWN).typ,
      nullable: nullable[index] ?? true,
    })),
  };
}

/** A parameter without a name is called after its type; two of one type need two names. */
function unique(name: string, used: Set<string>): string {
  let candidate = name;
  for (let number = 2; used.has(candidate); number += 1) {
    candidate = `${name}_${number}`;
  }
  used.add(candidate);
  return candidate;
}
