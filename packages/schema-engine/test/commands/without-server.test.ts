import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { newProject, USER_MIGRATION } from '../project.ts';
import { STACK } from './both-versions.ts';

vi.setConfig({ testTimeout: 300_000 });

const PASSWORD = 'not-to-be-shown';
const CLOSED_PORT = `postgresql://somebody:${PASSWORD}@127.0.0.1:1/somewhere`;
/** A name that no resolver knows (RFC 6761). */
const NO_SUCH_HOST = 'nowhere.invalid';

const COMMANDS = [
  'migrate dev --name next',
  'migrate deploy',
  'migrate status',
  'migrate reset --force',
  'migrate resolve --applied 001_init',
  'migrate diff --from-config-datasource --to-empty',
  'db push',
  'db pull',
  'db execute --stdin',
];

test.concurrent.each(COMMANDS)('%s is P1001', async (command) => {
  const project = await newProject({ url: CLOSED_PORT, migrations: { '001_init': USER_MIGRATION } });
  const schema = await project.read('prisma/schema.prisma');
  const refused = await project.prisma(command.split(' '), 'SELECT 1');
  expect(refused).toMatchObject({ code: 1, output: expect.stringContaining('P1001') });
  expect(refused.output).toContain('127.0.0.1:1');
  expect(refused.output).not.toContain(PASSWORD);
  expect(refused.output).not.toMatch(STACK);
  expect(await project.migrationNames()).toEqual(['001_init']);
  expect(await project.read('prisma/schema.prisma')).toBe(schema);
});

test.concurrent.each(['migrate dev --name next', 'migrate deploy', 'db execute --stdin'])(
  '%s is P1001 for a host without an address, too',
  async (command) => {
    const project = await newProject({ url: `postgresql://somebody:${PASSWORD}@${NO_SUCH_HOST}/somewhere` });
    const refused = await project.prisma(command.split(' '), 'SELECT 1');
    expect(refused).toMatchObject({ code: 1, output: expect.stringContaining('P1001') });
    expect(refused.output).toContain(NO_SUCH_HOST);
    expect(refused.output).not.toMatch(STACK);
  },
);

test.concurrent('generate --sql says which server it cannot ask', async () => {
  const project = await newProject({ url: CLOSED_PORT });
  const schema = await project.read('prisma/schema.prisma');
  await project.write(
    'prisma/schema.prisma',
    schema.replace('"../generated"', '"../generated"\n  previewFeatures = ["typedSql"]'),
  );
  await mkdir(join(project.folder, 'prisma', 'sql'));
  await project.write('prisma/sql/one.sql', 'SELECT 1 AS one');
  const refused = await project.prisma(['generate', '--sql']);
  expect(refused, refused.output).toMatchObject({
    code: 1,
    output: expect.stringContaining("Can't reach database server at `127.0.0.1:1`"),
  });
  expect(refused.output).not.toContain(PASSWORD);
  expect(refused.output).not.toMatch(STACK);
});
