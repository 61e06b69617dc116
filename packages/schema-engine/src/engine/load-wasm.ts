import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { setFlagsFromString } from 'node:v8';
import type { SchemaEngine } from '@prisma/schema-engine-wasm';
import { installPanicRegistry } from './panic-registry.ts';

/** What is used of the global `WebAssembly`, whose types come only with those of a browser. */
interface WasmRuntime {
  instantiate(bytes: Uint8Array, imports: object): Promise<{ instance: { exports: WasmExports } }>;
}
interface WasmExports {
  __wbindgen_start(): void;
}
const runtime = (globalThis as unknown as { WebAssembly: WasmRuntime }).WebAssembly;

export type SchemaEngineClass = typeof SchemaEngine;

let loading: Promise<SchemaEngineClass> | undefined;

/**
 * Compiles the engine, once. Its own entry file imports the `.wasm` as a module, which Node calls experimental and
 * warns about on standard error, so the two halves are joined here.
 */
export function loadSchemaEngine(): Promise<SchemaEngineClass> {
  loading ??= load();
  return loading;
}

/** Has the next one be instantiated anew: after a panic, what is in this one's memory is not to be trusted. */
export function forgetSchemaEngine(): void {
  loading = undefined;
}

async function load(): Promise<SchemaEngineClass> {
  installPanicRegistry();
  validateLazily();
  // Not by import.meta.resolve: vitest's global set-up, in which templates are made, has none.
  const file = createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const [glue, bytes] = await Promise.all([
    import('@prisma/schema-engine-wasm/schema_engine_bg'),
    readFile(path.join(path.dirname(file), 'schema_engine_bg.wasm')),
  ]);
  const { instance } = await runtime.instantiate(bytes, {
    './schema_engine_bg.js': withoutLingering(glue),
  });
  glue.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  return glue.SchemaEngine;
}

/**
 * The engine's time limits outlast what they limit, and would keep a process that is done from ending: ten seconds for a lock that was had at
 * once. What it waits for has a connection, which keeps the process long enough.
 */
function withoutLingering<T extends object>(glue: T): T {
  const timers = Object.keys(glue).filter((name) => name.startsWith('__wbg_setTimeout_'));
  const start = (callback: () => void, milliseconds: number) =>
    setTimeout(callback, milliseconds >>> 0).unref();
  return { ...glue, ...Object.fromEntries(timers.map((name) => [name, start])) };
}

/** The major versions of Node whose V8 is known to have the flag; another would complain on standard error, which Prisma's CLI reads. */
const LAZY_VALIDATION: ReadonlySet<string> = new Set(['24', '25', '26']);

/**
 * Of 5 MB of functions a tenth is ever called, and V8 checks them all before the first. Checked one by one, at their first call,
 * they start in a tenth of the time.
 */
function validateLazily(): void {
  const [major = ''] = process.versions.node.split('.');
  if (LAZY_VALIDATION.has(major)) {
    setFlagsFromString('--wasm-lazy-validation');
  }
}
