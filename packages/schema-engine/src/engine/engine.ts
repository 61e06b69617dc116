import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import type { SchemaEngine } from '@prisma/schema-engine-wasm';
import { AdapterFactory, type Databases } from '../adapter/adapter-factory.ts';
import { toEngineError } from './engine-errors.ts';
import { loadSchemaEngine } from './load-wasm.ts';

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
      throw toEngineError(error, {
        scriptError: this.#factory.lastScriptError,
        consumeError: this.#consumeError,
      });
    }
  }

  close(): Promise<void> {
    return this.#factory.close();
  }
}
