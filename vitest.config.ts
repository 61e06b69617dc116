import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { defineConfig, type TestProjectInlineConfiguration } from 'vitest/config';

const root = import.meta.dirname;

/** Their tests start servers of their own, or need none. */
const WITHOUT_DATABASE = new Set(['cli', 'db-migrate', 'postgres', 'schema-engine']);

/** A project for each package, named by its folder: `vitest run --project db`. */
function projectOf(folder: string): TestProjectInlineConfiguration {
  const name = path.basename(folder);
  return {
    test: {
      name,
      root: path.join(root, folder),
      include: ['src/**/*.test.ts', 'test/**/*.test.ts'],
      exclude: ['**/node_modules/**', '**/dist/**'],
      // A slow machine is no failure: these end what hangs.
      testTimeout: 300_000,
      hookTimeout: 300_000,
      expect: { poll: { timeout: 30_000 } },
      ...(WITHOUT_DATABASE.has(name) ? {} : database),
    },
  };
}

// Called once a project, it starts one server for all of them, and only when a test of theirs is to run.
const database = {
  globalSetup: [path.join(root, 'packages/db-testing/dist/global-setup.js')],
  provide: {
    dbTesting: { project: path.join(root, 'packages/db'), directory: path.join(root, '.pg-test') },
  },
};

const folders = ['packages', 'apps'].flatMap((parent) =>
  readdirSync(path.join(root, parent)).map((name) => `${parent}/${name}`),
);

export default defineConfig({
  test: {
    projects: [...folders, 'tooling/bench']
      .filter((folder) => existsSync(path.join(root, folder, 'package.json')))
      .map(projectOf),
    reporters: ['default', ['json', { outputFile: process.env.TEST_REPORT ?? '.reports/tests.json' }]],
    pool: 'forks',
    // Tests wait for the server more than they compute.
    maxWorkers: 2,
    passWithNoTests: true,
  },
});
