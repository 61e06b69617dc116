import type { SqlDriverAdapter, SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import type { MigrationList } from '@prisma/schema-engine-wasm';
import type { Client } from 'pg';
import { connectToSchema } from '../connection/connect.ts';
import type { DatabaseAddress } from '../connection/connection-string.ts';
import { type ConfiguredShadow, openConfigured } from '../database/configured-shadow-database.ts';
import { createTemporary } from '../database/temporary-shadow-database.ts';
import type { Settings } from '../settings.ts';
import { offlineAdapter } from './offline-adapter.ts';
import { PgAdapter } from './pg-adapter.ts';

/** The databases of one engine. */
export interface Databases {
  /** Without one, the engine works offline until it asks for a database. */
  readonly main: DatabaseAddress | undefined;
  readonly shadow: ConfiguredShadow | undefined;
  /** Shows a line to the user while the engine works. */
  readonly notify: ((message: string) => void) | undefined;
  readonly settings: Settings;
}

/** Gives the engine its connections, and keeps what it forgets: the last script error, and what is to be closed. */
export class AdapterFactory implements SqlMigrationAwareDriverAdapterFactory {
  readonly provider = 'postgres' as const;
  readonly adapterName = '@org/schema-engine';
  /** The server's error behind the engine's last failing script. */
  lastScriptError: unknown;
  /** The extensions that were installed in the last shadow database when the engine was done with it. */
  shadowExtensions: ReadonlySet<string> = new Set();
  readonly #databases: Databases;
  readonly #open = new Set<() => Promise<void>>();
  #connecting: Promise<Client> | undefined;
  #main: PgAdapter | undefined;

  constructor(databases: Databases) {
    this.#databases = databases;
  }

  /** Begins to connect to the main database, while the engine is still being compiled. */
  prepare(): void {
    const { main, settings } = this.#databases;
    this.#connecting ??= main && connectToSchema(main, settings);
    // `connect` reports it.
    this.#connecting?.catch(() => undefined);
  }

  async connect(): Promise<SqlDriverAdapter> {
    const { main, settings } = this.#databases;
    if (main === undefined) {
      return offlineAdapter();
    }
    const connecting = this.#connecting ?? connectToSchema(main, settings);
    this.#connecting = undefined;
    const client = await connecting;
    this.#main = this.#adapter(client, main, () => client.end());
    return this.#main;
  }

  async connectToShadowDb(): Promise<SqlDriverAdapter> {
    const { main, shadow } = this.#databases;
    const opened = await (shadow === undefined ? createTemporary(main) : openConfigured(shadow));
    return this.#adapter(opened.client, opened.address, opened.dispose, async () => {
      this.shadowExtensions = await extensionNames(opened.client);
    });
  }

  /** Takes the lock on migrations in the main database, before the engine asks for it. @throws {SchemaEngineError} `P1002`. */
  async lock(): Promise<void> {
    await this.#main?.lock();
  }

  /** Tells the main database's adapter what the engine is about to apply. */
  expect(migrations: MigrationList): void {
    this.#main?.expect(migrations);
  }

  /** What the main database's history knows of migrations that did not end. */
  async failedMigrations(): Promise<string | undefined> {
    return this.#main?.failedMigrations();
  }

  /** Closes every connection that is still open and drops the shadow databases among them. Safe to call twice. */
  async close(): Promise<void> {
    const unused = this.#connecting?.then((client) => client.end());
    this.#connecting = undefined;
    await Promise.allSettled([unused, ...[...this.#open].map((dispose) => dispose())]);
  }

  #adapter(
    client: Client,
    address: DatabaseAddress,
    end: () => Promise<void>,
    beforeEnd?: () => Promise<void>,
  ): PgAdapter {
    const dispose = () => {
      // Once only: the engine disposes of an adapter, and so does `close`.
      return this.#open.delete(dispose) ? end() : Promise.resolve();
    };
    this.#open.add(dispose);
    return new PgAdapter(client, {
      address,
      settings: this.#databases.settings,
      notify: this.#databases.notify ?? (() => undefined),
      onScriptError: (error) => {
        this.lastScriptError = error;
      },
      dispose: async () => {
        // By the engine only: at the end of the process the session may be busy.
        await beforeEnd?.().catch(() => undefined);
        await dispose();
      },
    });
  }
}

async function extensionNames(client: Client): Promise<ReadonlySet<string>> {
  const { rows } = await client.query<{ name: string }>(
    'SELECT extname AS name FROM pg_catalog.pg_extension',
  );
  return new Set(rows.map(({ name }) => name));
}
