import { ColumnTypeEnum, type SqlDriverAdapter } from '@prisma/driver-adapter-utils';
import { SchemaEngineError } from '../errors.ts';

/**
 * Stands in for a database where none is needed, such as `migrate diff` between two schema files. It answers the one
 * question that the engine asks every connection (does the schema exist, which server is it) and nothing else.
 */
export function offlineAdapter(schema = 'public'): SqlDriverAdapter {
  const refuse = () =>
    Promise.reject(
      new SchemaEngineError(
        'NO_DATASOURCE',
        'This command needs a database: set `datasource.url` in your Prisma config file (prisma.config.ts).',
      ),
    );
  return {
    provider: 'postgres',
    adapterName: '@org/schema-engine/offline',
    queryRaw: (query) =>
      query.sql.includes('server_version_num')
        ? Promise.resolve({
            columnNames: ['exists', 'version', 'numeric_version'],
            columnTypes: [ColumnTypeEnum.Boolean, ColumnTypeEnum.Text, ColumnTypeEnum.Int32],
            rows: [[true, 'PostgreSQL 15.0 (offline)', 150000]],
          })
        : refuse(),
    executeRaw: refuse,
    executeScript: refuse,
    startTransaction: refuse,
    getConnectionInfo: () => ({ schemaName: schema, supportsRelationJoins: true }),
    dispose: () => Promise.resolve(),
  };
}
