import { defineConfig } from 'tsup';

export default defineConfig({
  entry: ['src/index.ts'],
  format: 'esm',
  target: 'node24',
  sourcemap: true,
  // Leftovers of an earlier build would be published; the declarations are tsc's to write.
  clean: ['!**/*.d.ts'],
});
