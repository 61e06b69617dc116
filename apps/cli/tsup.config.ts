import { defineConfig } from 'tsup';

export default defineConfig({
  entry: { index: 'src/index.ts', 'service-guard': 'src/dev/service-guard.ts' },
  format: 'esm',
  target: 'node24',
  sourcemap: true,
  clean: false,
});
