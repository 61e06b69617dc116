import { defineConfig } from 'tsup';

export default defineConfig({
  entry: { index: 'src/index.ts', basics: 'src/basics.ts', 'pg-dump-worker': 'src/backup/pg-dump/worker.ts' },
  format: 'esm',
  target: 'node24',
  sourcemap: true,
  // One file of it starts faster than its hundred.
  noExternal: ['zod'],
  // Leftovers of an earlier build would be published; the declarations are tsc's to write.
  clean: ['!**/*.d.ts'],
});
