import type {
  ApplyMigrationsInput,
  DiagnoseMigrationHistoryInput,
  DiagnoseMigrationHistoryOutput,
  DiffParams,
  DiffTarget,
  IntrospectSqlParams,
  SchemaEngine,
} from '@prisma/schema-engine-wasm';
import { connect } from '../connection/connect.ts';
import { createDatabase } from '../database/create-database.ts';
import { executeOn } from '../database/execute-on.ts';
import { SchemaEngineError } from '../errors.ts';
import type { Reply } from '../protocol/serve.ts';
import { introspectSql } from '../typed-sql/introspect-sql.ts';
import { comparisonWithout } from './installed-extensions.ts';
import { createMigration, evaluateDataLoss } from './new-migration.ts';
import type { Session } from './session.ts';

type Method = (session: Session, params: never) => Promise<Reply>;
type WasmMethod = {
  [K in keyof SchemaEngine]: SchemaEngine[K] extends (input: never) => Promise<unknown> ? K : never;
}[keyof SchemaEngine];

/** Methods in which the engine takes the lock on migrations. */
const LOCKING: ReadonlySet<string> = new Set([
  'createMigration',
  'markMigrationApplied',
  'markMigrationRolledBack',
  'reset',
  'schemaPush',
]);

/** A method that the wasm engine has under the same name and with the same parameters. */
function forwarded<K extends WasmMethod>(name: K): Method {
  return async (session, params) => {
    const engine = await session.onDatabase();
    if (LOCKING.has(name)) {
      await engine.lock();
    }
    return { result: await engine.run((wasm) => (wasm[name] as (input: never) => Promise<unknown>)(params)) };
  };
}

interface Datasource {
  readonly datasource?: { readonly url?: string };
}

const IN_SYNC: DiagnoseMigrationHistoryOutput = {
  editedMigrationNames: [],
  failedMigrationNames: [],
  hasMigrationsTable: true,
  history: null,
};

const METHODS: Readonly<Record<string, Method>> = {
  applyMigrations: async (session, params: ApplyMigrationsInput) => {
    const engine = await session.onDatabase();
    await engine.lock();
    if (session.runsAhead) {
      engine.expect(params.migrationsList);
    }
    return { result: await engine.run((wasm) => wasm.applyMigrations(params)) };
  },
  createMigration,
  devDiagnostic: forwarded('devDiagnostic'),
  diagnoseMigrationHistory: async (session, params: DiagnoseMigrationHistoryInput) => {
    if (!params.optInToShadowDatabase && (await session.hasPlainHistory(params.migrationsList))) {
      return { result: IN_SYNC };
    }
    const engine = await session.onDatabase();
    const result = await engine.run((wasm) => wasm.diagnoseMigrationHistory(params));
    const failed = result.failedMigrationNames.length > 0;
    return { result, print: failed ? await engine.failedMigrations() : undefined };
  },
  evaluateDataLoss,
  introspect: forwarded('introspect'),
  introspectSql: async (session, params: IntrospectSqlParams) => ({
    result: await introspectSql(session.address(params.url), params),
  }),
  markMigrationApplied: forwarded('markMigrationApplied'),
  markMigrationRolledBack: forwarded('markMigrationRolledBack'),
  reset: forwarded('reset'),
  schemaPush: forwarded('schemaPush'),

  dbExecute: async (session, params: { datasourceType: { url?: string }; script: string }) => {
    await executeOn(session.address(params.datasourceType.url), params.script);
    return { result: null };
  },

  diff: async (session, params: DiffParams) => {
    const engine = await engineForDiff(session, params);
    const found = await engine.run((wasm) => wasm.diff(params));
    const { stdout, ...result } = comparisonWithout(found, params, engine.installedExtensions);
    return { result: { ...result, stdout: null }, print: stdout ?? undefined };
  },

  createDatabase: async (session, { datasource }: Datasource) => {
    const address = session.address(datasource?.url);
    await createDatabase(address);
    return { result: { databaseName: address.database } };
  },

  ensureConnectionValidity: async (session, { datasource }: Datasource) => {
    const client = await connect(session.address(datasource?.url));
    await client.end();
    return { result: {} };
  },

  getDatabaseVersion: async (session, params: Datasource | undefined) => {
    const engine = await session.onDatabase(params?.datasource?.url);
    return { result: await engine.run((wasm) => wasm.version()) };
  },

  debugPanic: async (session) => {
    const engine = await session.offline();
    return { result: await engine.run((wasm) => wasm.debugPanic()) };
  },
};

/**
 * Answers one request.
 *
 * @throws {SchemaEngineError} `UNKNOWN_METHOD` for a method of a protocol that this engine does not know.
 */
export function callMethod(session: Session, name: string, params: unknown): Promise<Reply> {
  const method = Object.hasOwn(METHODS, name) ? METHODS[name] : undefined;
  if (method === undefined) {
    return Promise.reject(
      new SchemaEngineError(
        'UNKNOWN_METHOD',
        `The Prisma CLI asked for \`${name}\`, which this schema engine does not know. It speaks the protocol of Prisma 7.10; use that version of the CLI, or another version of @org/schema-engine.`,
      ),
    );
  }
  return method(session, params as never);
}

/** Two schema files can be compared without any database; migrations need one only to be replayed in. */
function engineForDiff(session: Session, { from, to }: DiffParams) {
  const targets: DiffTarget[] = [from, to];
  const url = targets.map((target) => (target.tag === 'url' ? target.url : undefined)).find(Boolean);
  const needsMain = targets.some(
    ({ tag }) =>
      tag === 'url' || tag === 'schemaDatasource' || (tag === 'migrations' && !session.hasShadowDatabase),
  );
  return needsMain ? session.onDatabase(url) : session.offline();
}
