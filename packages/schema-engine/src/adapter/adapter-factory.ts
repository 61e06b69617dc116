import type { SqlDriverAdapter, SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import type { Client } from 'pg';
import { connectToSchema } from '../connection/connect.ts';
import type { DatabaseAddress } from '../connection/connection-string.ts';
import { type ConfiguredShadow, openConfigured } from '../database/configured-shadow-database.ts';
import { createTemporary } from '../database/temporary-shadow-database.ts';
import { offlineAdapter } from './offline-adapter.ts';
import { PgAdapter } from './pg-adapter.ts';

/** The databases of one engine. */
export interface Databases {
  /** Without one, the engine works offline until it asks for a database. */
  readonly main: DatabaseAddress | undefined;
  readonly shadow: ConfiguredShadow | undefined;
}

/** Gives the engine its connections, and keeps what it forgets: the last script error, and what is to be closed. */
export class AdapterFactory implements SqlMigrationAwareDriverAdapterFactory {
  readonly provider = 'postgres' as const;
  readonly adapterName = '@org/schema-engine';
  /** The server's error behind the engine's last failing script. */
  lastScriptError: unknown;
  readonly #databases: Databases;
  readonly #open = new Set<() => Promise<void>>();

  constructor(databases: Databases) {
    this.#databases = databases;
  }

  async connect(): Promise<SqlDriverAdapter> {
    const { main } = this.#databases;
    if (main === undefined) {
      return offlineAdapter();
    }
    const client = await connectToSchema(main);
    return this.#adapter(client, main, () => client.end());
  }

  async connectToShadowDb(): Promise<SqlDriverAdapter> {
    const { main, shadow } = this.#databases;
    const opened = await (shadow === undefined ? createTemporary(main) : openConfigured(shadow));
    return this.#adapter(opened.client, opened.address, opened.dispose);
  }

  /** Closes every connection that is still open and drops the shadow databases among them. Safe to call twice. */
  async close(): Promise<void> {
    await Promise.allSettled([...this.#open].map((dispose) => dispose()));
  }

  #adapter(client: Client, address: DatabaseAddress, end: () => Promise<void>): SqlDriverAdapter {
    const dispose = () => {
      // Once only: the engine disposes of an adapter, and so does `close`.
      return this.#open.delete(dispose) ? end() : Promise.resolve();
    };
    this.#open.add(dispose);
    return new PgAdapter(client, {
      address,
      onScriptError: (error) => {
        this.lastScriptError = error;
      },
      dispose,
    });
  }
}
