import { defineConfig } from 'tsup';

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    register: 'src/register.ts',
    'compile-cache': 'src/compile-cache.ts',
    cli: 'src/cli.ts',
    embedded: 'src/embedded/index.ts',
  },
  format: 'esm',
  target: 'node24',
  sourcemap: true,
  splitting: false,
  // Prisma's CLI starts the engine several times for one command, and one file starts faster than fifty. The packages with
  // wasm stay outside: they find it beside themselves.
  noExternal: ['pg', '@prisma/driver-adapter-utils'],
  external: ['@prisma/schema-engine-wasm', 'libpg-query'],
  // What is bundled is CommonJS in part and asks for Node's own modules by `require`.
  banner: {
    js: "import { createRequire as createRequireForBundle } from 'node:module'; const require = createRequireForBundle(import.meta.url);",
  },
  // Leftovers of an earlier build would be published; the declarations are tsc's to write.
  clean: ['!**/*.d.ts'],
});
