import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
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

async function load(): Promise<SchemaEngineClass> {
  installPanicRegistry();
  const glueUrl = import.meta.resolve('@prisma/schema-engine-wasm/schema_engine_bg');
  const [glue, bytes] = await Promise.all([
    import('@prisma/schema-engine-wasm/schema_engine_bg'),
    readFile(fileURLToPath(new URL('./schema_engine_bg.wasm', glueUrl))),
  ]);
  const { instance } = await runtime.instantiate(bytes, { './schema_engine_bg.js': glue });
  glue.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
  return glue.SchemaEngine;
}
