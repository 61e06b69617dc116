import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { createDb } from '@org/db';
import { runSeeds } from '@org/db/seeds';
import { createTestDatabase } from '@org/db-testing';
import { expect, it } from 'vitest';

const root = path.join(import.meta.dirname, '..');

it('has an example that runs', async () => {
  await using database = await createTestDatabase();
  await runSeeds({ url: database.url('owner'), systems: ['core'] });
  const readme = await readFile(path.join(root, 'README.md'), 'utf8');
  const [, example = ''] = /```ts\n([\s\S]*?)```/.exec(readme) ?? [];
  const program = example.replace('postgresql://org_app:app@localhost:5432/org', database.url());
  expect(program).not.toBe(example);

  const run = promisify(execFile);
  const { stderr } = await run(process.execPath, ['--input-type=module-typescript', '-e', program], {
    cwd: root,
  });
  expect(stderr).toBe('');

  const db = createDb({ url: database.url() });
  const { id } = await db.resolveTenant('stratibreak');
  const user = await db
    .forTenant({ tenantId: id })
    .user.findFirst({ where: { email: 'nora@stratibreak.com' } });
  expect(user?.name).toBe('Nora New');
  await db.close();
});
