import type {
  ConnectionInfo,
  IsolationLevel,
  SqlDriverAdapter,
  SqlQuery,
  SqlResultSet,
  Transaction,
} from '@prisma/driver-adapter-utils';
import type { MigrationList } from '@prisma/schema-engine-wasm';
import type { Client, QueryArrayConfig, QueryArrayResult } from 'pg';
import { MIGRATION_LOCK, takeMigrationLock } from '../connection/advisory-lock.ts';
import { restoreSettings } from '../connection/connect.ts';
import type { DatabaseAddress } from '../connection/connection-string.ts';
import { pooledConnection } from '../connection/direct-address.ts';
import { isSharedSession } from '../connection/pooled-session.ts';
import { executeScript } from '../script/execute-script.ts';
import type { Retries } from '../script/retries.ts';
import type { Settings } from '../settings.ts';
import { columnType } from './column-types.ts';
import { describeDatabaseError, toDriverError } from './driver-errors.ts';
import { describeFailedMigrations } from './failed-migrations.ts';
import { changesSession, MigrationHistory } from './migration-history.ts';
import { toPgValues } from './query-arguments.ts';
import { RunAhead } from './run-ahead.ts';
import { valueParsers } from './value-parsers.ts';

const NO_ROWS: QueryArrayResult = { command: '', rowCount: 0, oid: 0, fields: [], rows: [] };

const ADVISORY_LOCK = `SELECT pg_advisory_lock(${MIGRATION_LOCK})`;
/** How the engine's text for a failed script begins. */
const ENGINE_FAILURE = 'external connector error\n';

export interface PgAdapterOptions {
  readonly address: DatabaseAddress;
  readonly settings: Settings;
  /** Shows a line to the user. */
  readonly notify: (message: string) => void;
  /** Called with each failure of a script before the engine sees it, which keeps only a part of it. */
  readonly onScriptError: (error: unknown) => void;
  /** Ends the connection and what belongs to it. */
  readonly dispose: () => Promise<void>;
}

/** Prisma's driver adapter over one connection, for the schema engine's needs. */
export class PgAdapter implements SqlDriverAdapter {
  readonly provider = 'postgres' as const;
  readonly adapterName = '@org/schema-engine';
  readonly #client: Client;
  readonly #options: PgAdapterOptions;
  readonly #history: MigrationHistory;
  #scriptError: unknown;
  #ahead: RunAhead | undefined;
  #isLocked = false;

  constructor(client: Client, options: PgAdapterOptions) {
    this.#client = client;
    this.#options = options;
    this.#history = new MigrationHistory(client, options.address.schema);
  }

  async queryRaw(query: SqlQuery): Promise<SqlResultSet> {
    const { fields, rows } = await this.#run(query);
    return {
      columnNames: fields.map((field) => field.name),
      columnTypes: fields.map((field) => columnType(field.dataTypeID)),
      rows,
    };
  }

  async executeRaw(query: SqlQuery): Promise<number> {
    if (query.sql.trim() === ADVISORY_LOCK) {
      await this.lock();
      return 0;
    }
    return (await this.#run(query)).rowCount ?? 0;
  }

  /**
   * Takes the lock on migrations, once; the end of the session gives it back.
   *
   * @throws {SchemaEngineError} `P1002` when another deployer does not end in time; `POOLED_CONNECTION` behind a pooler.
   */
  async lock(): Promise<void> {
    // Prisma's native engine reads this variable itself; wasm has no environment.
    if (this.#isLocked || process.env.PRISMA_SCHEMA_DISABLE_ADVISORY_LOCK) {
      return;
    }
    const { address, notify } = this.#options;
    if (address.isPooled) {
      throw pooledConnection('The connection string has `pgbouncer=true`');
    }
    if (await isSharedSession(this.#client, address)) {
      throw pooledConnection('Two connections to this address share one session of the server');
    }
    const timeout = this.#options.settings.advisoryLockTimeout;
    await takeMigrationLock(this.#client, { timeout, onWait: notify });
    this.#isLocked = true;
  }

  /** What the engine is about to apply, as far as it is not yet: see `RunAhead`. */
  expect(migrations: MigrationList): void {
    this.#ahead = new RunAhead(this.#client, this.#options.address.schema, migrations);
  }

  async executeScript(script: string): Promise<void> {
    const { next } = this.#history;
    if (next !== undefined) {
      this.#options.notify(`Applying migration \`${next}\``);
      if (await this.#ahead?.applies(next, script)) {
        this.#history.appliedElsewhere();
        return;
      }
    }
    try {
      const journal = await this.#history.journalFor(script);
      await executeScript(this.#client, script, {
        journal,
        retries: this.#retries(),
        patient: this.#options.settings.lockTimeout !== undefined,
      });
    } catch (error) {
      this.#scriptError = error;
      this.#options.onScriptError(error);
      throw toDriverError(error);
    } finally {
      if (changesSession(script)) {
        await restoreSettings(this.#client, this.#options.address, this.#options.settings);
      }
    }
  }

  /** What the history knows of migrations that did not end; undefined without any, or where it cannot be read. */
  failedMigrations(): Promise<string | undefined> {
    return describeFailedMigrations(this.#client).catch(() => undefined);
  }

  async startTransaction(isolationLevel?: IsolationLevel): Promise<Transaction> {
    await this.#control(isolationLevel ? `BEGIN ISOLATION LEVEL ${isolationLevel}` : 'BEGIN');
    return {
      provider: this.provider,
      adapterName: this.adapterName,
      options: { usePhantomQuery: false },
      queryRaw: (query) => this.queryRaw(query),
      executeRaw: (query) => this.executeRaw(query),
      commit: () => this.#control('COMMIT'),
      rollback: () => this.#control('ROLLBACK'),
    };
  }

  getConnectionInfo(): ConnectionInfo {
    return { schemaName: this.#options.address.schema, supportsRelationJoins: true };
  }

  dispose(): Promise<void> {
    this.#ahead?.stop();
    return this.#options.dispose();
  }

  #retries(): Retries | undefined {
    const times = this.#options.settings.lockRetries;
    return times === 0
      ? undefined
      : {
          times,
          onRetry: (reason, pause) =>
            this.#options.notify(`${reason}: trying again in ${(pause / 1000).toFixed(1)} s.`),
        };
  }

  async #control(sql: string): Promise<void> {
    await this.#client.query(sql).catch((error: unknown) => {
      throw toDriverError(error);
    });
  }

  async #run(query: SqlQuery): Promise<QueryArrayResult> {
    const values = toPgValues(query).map((value) => this.#inPostgresWords(value));
    const config: QueryArrayConfig = { text: query.sql, values, rowMode: 'array', types: valueParsers };
    try {
      if (await this.#history.takes(query.sql, values)) {
        return { ...NO_ROWS, rowCount: 1 };
      }
      const result: QueryArrayResult | QueryArrayResult[] = await this.#client.query(config);
      // Several statements without arguments travel as one simple query and answer with a list.
      return Array.isArray(result) ? (result.at(-1) as QueryArrayResult) : result;
    } catch (error) {
      throw toDriverError(error);
    }
  }

  /** What the engine would write into a failed migration's log is its own call stack, without Postgres' message. */
  #inPostgresWords(value: unknown): unknown {
    if (typeof value !== 'string' || !value.startsWith(ENGINE_FAILURE)) {
      return value;
    }
    const error = describeDatabaseError(this.#scriptError);
    return error === undefined
      ? value
      : `Database error code: ${error.code}\n\nDatabase error:\n${error.text}\n`;
  }
}
