import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { newProject, prismaCli, prismaEnvironment, USER_MIGRATION } from '../project.ts';
import { onBothVersions } from './both-versions.ts';

onBothVersions((server, once) => {
  once('db seed runs the command of the configuration, and ends as it ends', async () => {
    const url = await server().newDatabase();
    const project = await newProject({ url, migrations: { '001_init': USER_MIGRATION } });
    expect(await project.prisma(['db', 'seed'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('No seed command configured'),
    });
    await project.write('seed.mjs', `process.stdout.write('sown ' + process.argv.slice(2));`);
    await project.configure({ url, seed: 'node seed.mjs' });
    const sown = await project.prisma(['db', 'seed', '--', 'now']);
    expect(sown).toMatchObject({ code: 0, stdout: expect.stringContaining('sown now') });
    expect(sown.stdout).toContain('The seed command has been executed.');
    await project.write('seed.mjs', 'process.exit(3);');
    expect(await project.prisma(['db', 'seed'])).toMatchObject({
      code: 1,
      output: expect.stringContaining('An error occurred while running the seed command'),
    });
    // What belongs to the seed's own command follows two dashes.
    expect(await project.prisma(['db', 'seed', '--now'])).toMatchObject({
      code: 1,
      output: expect.stringContaining('add a -- separator before them'),
    });
    await project.configure({ url, seed: 'there-is-no-such-program' });
    expect(await project.prisma(['db', 'seed'])).toMatchObject({ code: 1 });
  });

  test.concurrent('studio answers on its port, and ends when it is told to', async ({ onTestFinished }) => {
    const url = await server().newDatabase();
    const project = await newProject({ url });
    const port = await freePort();
    const args = ['studio', '--port', String(port), '--browser', 'none'];
    const studio = spawn(process.execPath, [prismaCli, ...args], {
      cwd: project.folder,
      env: prismaEnvironment(),
      stdio: 'ignore',
    });
    const ended = new Promise((resolve) => studio.on('exit', resolve));
    onTestFinished(() => void studio.kill('SIGKILL'));
    // A request that is not answered is asked again, and leaves no connection that would hold up the end.
    const ask = async () => {
      const page = await fetch(`http://127.0.0.1:${port}/`, {
        headers: { connection: 'close' },
        signal: AbortSignal.timeout(5_000),
      });
      return { status: page.status, text: await page.text() };
    };
    let page: Awaited<ReturnType<typeof ask>> | undefined;
    while (page === undefined && studio.exitCode === null) {
      page = await ask().catch(() => undefined);
      await wait(100);
    }
    expect(page).toMatchObject({ status: 200, text: expect.stringContaining('<html') });
    studio.kill('SIGTERM');
    await ended;
    await expect(ask()).rejects.toThrow();
  });
});

// It comes to no server.
test.concurrent('studio says when it has no database to show, or no port', async ({ onTestFinished }) => {
  const project = await newProject({});
  expect(await project.prisma(['studio', '--browser', 'none'])).toMatchObject({
    code: 1,
    output: expect.stringContaining('No database URL'),
  });
  expect(await project.prisma(['studio', '--browser', 'none', '--url', 'oracle://host/db'])).toMatchObject({
    code: 1,
    output: expect.stringContaining('oracle'),
  });
  expect(await project.prisma(['studio', '--browser', 'none', '--port', 'first'])).toMatchObject({
    code: 1,
    output: expect.stringContaining('port must be an integer between 1 and 65535'),
  });
  const taken = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void taken.close());
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;
  await project.configure({ url: 'postgresql://somebody@127.0.0.1:1/somewhere' });
  const refused = await project.prisma(['studio', '--browser', 'none', '--port', String(port)]);
  expect(refused).toMatchObject({ code: 1, output: expect.stringContaining('EADDRINUSE') });
  expect(refused.output).toContain(String(port));
});

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
