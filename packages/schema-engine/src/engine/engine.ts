import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import type { MigrationList, SchemaEngine } from '@prisma/schema-engine-wasm';
import { AdapterFactory, type Databases } from '../adapter/adapter-factory.ts';
import { toEngineError } from './engine-errors.ts';
import { EngineFailure } from './engine-failure.ts';
import { forgetSchemaEngine, loadSchemaEngine } from './load-wasm.ts';

/** Prisma's code for: an earlier migration failed, so no further one is applied. */
const FAILED_BEFORE = 'P3009';

/** A schema file as the engine takes it: path and content. */
export type Datamodel = [path: string, content: string];

/** The wasm engine with its connections, its errors put into words. */
export class Engine {
  readonly #wasm: SchemaEngine;
  readonly #factory: AdapterFactory;
  readonly #consumeError: (id: number) => unknown;

  private constructor(wasm: SchemaEngine, factory: AdapterFactory, consumeError: (id: number) => unknown) {
    this.#wasm = wasm;
    this.#factory = factory;
    this.#consumeError = consumeError;
  }

  /**
   * Loads the engine and connects it.
   *
   * @throws {SchemaEngineError} when the main database cannot be reached.
   */
  static async start(databases: Databases, datamodels: Datamodel[]): Promise<Engine> {
    const factory = new AdapterFactory(databases);
    factory.prepare();
    const bound = bindMigrationAwareSqlAdapterFactory(factory);
    const consumeError = (id: number) => bound.errorRegistry.consumeError(id)?.error;
    const SchemaEngineClass = await loadSchemaEngine();
    try {
      const wasm = await SchemaEngineClass.new(
        { datamodels: datamodels.length > 0 ? datamodels : undefined },
        () => undefined,
        bound,
      );
      return new Engine(wasm, factory, consumeError);
    } catch (error) {
      await factory.close();
      throw toEngineError(error, { scriptError: factory.lastScriptError, consumeError });
    }
  }

  /**
   * Calls a method of the engine.
   *
   * @throws {SchemaEngineError | EngineFailure} with the engine's code and words.
   */
  async run<T>(work: (wasm: SchemaEngine) => Promise<T> | T): Promise<T> {
    this.#factory.lastScriptError = undefined;
    try {
      return await work(this.#wasm);
    } catch (error) {
      const failure = toEngineError(error, {
        scriptError: this.#factory.lastScriptError,
        consumeError: this.#consumeError,
      });
      if (failure instanceof EngineFailure && failure.isPanic) forgetSchemaEngine();
      const known =
        failure instanceof EngineFailure && failure.code === FAILED_BEFORE
          ? await this.#factory.failedMigrations()
          : undefined;
      throw failure instanceof EngineFailure && known !== undefined ? withMore(failure, known) : failure;
    }
  }

  /** What is known of migrations that did not end, as text for a person; undefined without any. */
  failedMigrations(): Promise<string | undefined> {
    return this.#factory.failedMigrations();
  }

  /**
   * Takes the lock on migrations. The engine would take it too, but waits a fixed time and says nothing of the holder.
   *
   * @throws {SchemaEngineError} `P1002` when another deployer does not end in time; `POOLED_CONNECTION` behind a pooler.
   */
  lock(): Promise<void> {
    return this.#factory.lock();
  }

  /** Lets migrations be applied ahead of the engine's asking for them, now that it is about to. */
  expect(migrations: MigrationList): void {
    this.#factory.expect(migrations);
  }

  /** The extensions that the history installs, as far as it was replayed. */
  get installedExtensions(): ReadonlySet<string> {
    return this.#factory.shadowExtensions;
  }

  close(): Promise<void> {
    return this.#factory.close();
  }
}

function withMore(failure: EngineFailure, known: string): EngineFailure {
  const { code, meta, message, cause } = failure;
  return new EngineFailure(`${message}\n\n${known}`, { ...(code ? { code } : {}), meta, cause });
}
