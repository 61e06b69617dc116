import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { withConnection } from '@org/db-migrate';
import { expect, onTestFinished, test } from 'vitest';
import { createTestDatabase, type RunHandle, startRun } from '../src/index.ts';
import { currentRun } from '../src/run/handle.ts';
import { databasesLike, projectWith, sameServer } from './helpers.ts';

const directory = '/nonexistent';
const admin = currentRun().adminUrl;

async function start(project: string) {
  const run = await startRun({ project, directory, env: sameServer() });
  onTestFinished(() => run.stop());
  return run;
}

// Migrations that no other test has, so that the template is this test's alone.
const ownProject = () => projectWith(`CREATE TABLE public.mine (id int); -- ${randomUUID()}`);

test('the end of a run takes its databases along, connected or not, and leaves the template', async () => {
  const run = await start(await ownProject());
  const db = await createTestDatabase({ run: run.handle });
  await withConnection(db.url('owner'), async (client) => {
    expect((await client.query('SELECT * FROM public.mine')).rows).toEqual([]);
    await run.stop();
  });
  expect(await databasesLike(admin, `org_test_${run.handle.runId}%`)).toEqual([]);
  expect(await databasesLike(admin, run.handle.template)).toHaveLength(1);
});

test('runs with the same migrations share a template, made once though they start together', async () => {
  const project = await ownProject();
  const runs = await Promise.all([start(project), start(project), start(project)]);
  expect(new Set(runs.map((run) => run.handle.template)).size).toBe(1);
  const made = await Promise.all(runs.map((run) => createTestDatabase({ run: run.handle })));
  expect(new Set(made.map((db) => db.name)).size).toBe(3);
});

test('a template goes with its last user, once a later run starts', async () => {
  const project = await ownProject();
  const first = await start(project);
  const second = await start(project);
  const { template } = first.handle;

  await first.stop();
  await start(await ownProject());
  expect(await databasesLike(admin, template)).toHaveLength(1);

  await second.stop();
  await start(await ownProject());
  expect(await databasesLike(admin, template)).toEqual([]);
});

test('what a killed run left is dropped by the next; a run under way keeps its databases', async () => {
  const project = await ownProject();
  const killed = await runInProcess(project);
  const alive = await start(project);
  const db = await createTestDatabase({ run: alive.handle });
  expect(await databasesLike(admin, `org_test_${killed.handle.runId}%`)).toHaveLength(1);

  await killed.kill();
  await expect
    .poll(
      async () => {
        await (await start(project)).stop();
        return databasesLike(admin, `org_test_${killed.handle.runId}%`);
      },
      { timeout: 60_000 },
    )
    .toEqual([]);
  expect(await databasesLike(admin, db.name)).toHaveLength(1);
});

test('a migration that fails is told with its reason, and leaves no database', async () => {
  const before = await databasesLike(admin, 'org_template_%');
  const project = await projectWith(`SELECT no_such_function(); -- ${randomUUID()}`);
  await expect(startRun({ project, directory, env: sameServer() })).rejects.toMatchObject({
    name: 'DbTestingError',
    code: 'TEMPLATE_FAILED',
    message: expect.stringContaining('no_such_function'),
  });
  const added = (await databasesLike(admin, 'org_template_%')).filter((name) => !before.includes(name));
  expect(added).toEqual([]);
});

// A run with one database, in a process that ends without a chance to clean up.
async function runInProcess(project: string): Promise<{ handle: RunHandle; kill(): Promise<unknown> }> {
  const script = `
    import { createTestDatabase, startRun } from '@org/db-testing';
    const run = await startRun(${JSON.stringify({ project, directory })});
    await createTestDatabase({ run: run.handle });
    process.stdout.write(JSON.stringify(run.handle));`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: import.meta.dirname,
    env: { ...process.env, ...sameServer() },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [output] = await once(child.stdout, 'data');
  return {
    handle: JSON.parse(String(output)) as RunHandle,
    kill: () => {
      const exit = once(child, 'exit');
      child.kill('SIGKILL');
      return exit;
    },
  };
}
