import { defineConfig } from 'tsup';

export default defineConfig({
  entry: { index: 'src/index.ts', 'service-guard': 'src/dev/service-guard.ts' },
  format: 'esm',
  target: 'node24',
  sourcemap: true,
  // A third of the time that orgdb took to start was the reading of zod's hundred files.
  noExternal: ['zod'],
  clean: false,
});
