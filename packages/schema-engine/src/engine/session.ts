import type { MigrationList } from '@prisma/schema-engine-wasm';
import type { Databases } from '../adapter/adapter-factory.ts';
import { connectToSchema } from '../connection/connect.ts';
import { type DatabaseAddress, parseConnectionString } from '../connection/connection-string.ts';
import { parseDirectly } from '../connection/direct-address.ts';
import { SchemaEngineError } from '../errors.ts';
import { readSettings, type Settings } from '../settings.ts';
import { type Datamodel, Engine } from './engine.ts';
import { isPlainHistory } from './plain-history.ts';

export interface SessionOptions {
  readonly url?: string | undefined;
  readonly shadowDatabaseUrl?: string | undefined;
  readonly datamodels: Datamodel[];
  /** Shows a line to the user while a request is being answered. */
  readonly notify?: (message: string) => void;
  /** Those of the environment by default. */
  readonly settings?: Settings;
  /** Whether ordinary migrations are applied ahead, several to a message: see `RunAhead`. By default they are. */
  readonly ahead?: boolean;
}

/** The engines of one process: one for each database that requests name, and one without any. Started when first needed. */
export class Session {
  readonly #options: SessionOptions;
  readonly #engines = new Map<string, Promise<Engine>>();
  #closing: Promise<unknown> = Promise.resolve();

  constructor(options: SessionOptions) {
    this.#options = options;
  }

  /**
   * The address of the database that a request is about.
   *
   * @param url the request's own, which wins over the configured one
   * @throws {SchemaEngineError} `NO_DATASOURCE` when there is neither; `P1013` when it cannot be read.
   */
  address(url?: string | undefined): DatabaseAddress {
    const text = url || this.#options.url;
    if (text === undefined) {
      throw new SchemaEngineError(
        'NO_DATASOURCE',
        'The `datasource.url` property is required in your Prisma config file for this command, and it is not set.',
      );
    }
    return parseDirectly(text);
  }

  /** The engine on a database. @throws {SchemaEngineError} when it cannot be reached. */
  onDatabase(url?: string | undefined): Promise<Engine> {
    const main = this.address(url);
    return this.#start(url || this.#options.url || '', main);
  }

  /** An engine that needs no main database. */
  offline(): Promise<Engine> {
    return this.#start('', undefined);
  }

  /** Whether the main database has just these migrations: see `isPlainHistory`. @throws {SchemaEngineError} when it cannot be reached. */
  async hasPlainHistory(migrations: MigrationList): Promise<boolean> {
    const client = await connectToSchema(this.address());
    try {
      return await isPlainHistory(client, migrations);
    } finally {
      // The answer does not wait for the server to let go.
      this.#closing = client.end().catch(() => undefined);
    }
  }

  get runsAhead(): boolean {
    return this.#options.ahead ?? true;
  }

  get hasShadowDatabase(): boolean {
    return this.#options.shadowDatabaseUrl !== undefined;
  }

  /** Closes all connections and drops what was temporary. */
  async close(): Promise<void> {
    const engines = await Promise.allSettled(this.#engines.values());
    await Promise.allSettled(
      engines.map((start) => (start.status === 'fulfilled' ? start.value.close() : null)),
    );
    await this.#closing;
  }

  #start(key: string, main: DatabaseAddress | undefined): Promise<Engine> {
    const known = this.#engines.get(key);
    if (known !== undefined) {
      return known;
    }
    const engine = Engine.start(
      {
        main,
        shadow: this.#shadow(),
        notify: this.#options.notify,
        settings: this.#options.settings ?? readSettings(),
      },
      this.#options.datamodels,
    );
    this.#engines.set(key, engine);
    engine.catch(() => this.#engines.delete(key));
    return engine;
  }

  #shadow(): Databases['shadow'] {
    const { url, shadowDatabaseUrl } = this.#options;
    return shadowDatabaseUrl === undefined
      ? undefined
      : {
          address: parseConnectionString(shadowDatabaseUrl),
          main: url === undefined ? undefined : parseDirectly(url),
        };
  }
}
