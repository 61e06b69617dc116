import { createTestDatabase } from '@org/db-testing';
import { expect, test } from 'vitest';
import { query, snapshot } from '../../test/snapshot.ts';
import { runSeeds } from './index.ts';

test('production is refused before anything is written', async () => {
  await using database = await createTestDatabase();
  const url = database.url('owner');
  const before = await snapshot(url);
  await expect(runSeeds({ url, production: true })).rejects.toMatchObject({ code: 'SEED_REFUSED' });
  expect(await snapshot(url)).toEqual(before);
});

test('production with force writes generated passwords, and shows each once', async () => {
  await using database = await createTestDatabase();
  const options = { url: database.url('owner'), production: true, force: true };
  const first = await runSeeds(options);
  const passwords = first.logins.map((login) => login.password);
  expect(new Set(passwords).size).toBe(26);
  expect(passwords.filter((password) => (password?.length ?? 0) < 20)).toEqual([]);

  const second = await runSeeds(options);
  expect(second.logins.map((login) => login.password)).toEqual(Array.from({ length: 26 }, () => null));
});

test('a password in a tenant file is refused in production, even with force', async () => {
  await using database = await createTestDatabase();
  const definition = {
    slug: 'acme',
    name: 'Acme',
    contactEmail: 'office@acme.example',
    administrator: { name: 'Ann', email: 'ann@acme.example', password: 'chosen-by-ann' },
  };
  const run = runSeeds({
    url: database.url('owner'),
    tenantFiles: [definition],
    production: true,
    force: true,
  });
  const error = await run.catch((cause: unknown) => cause as Error);
  expect(error).toMatchObject({ code: 'SEED_REFUSED' });
  expect(String(error)).not.toContain('chosen-by-ann');
  expect(await query(database.url('owner'), 'SELECT FROM core.permissions')).toEqual([]);
});
