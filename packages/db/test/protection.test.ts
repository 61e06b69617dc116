import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { deriveProtection, readTables } from '@org/db-migrate';
import { expect, test } from 'vitest';

const project = path.join(import.meta.dirname, '..', 'prisma');

// The annotations in the schema and the SQL in the migrations are two texts; this keeps them one statement.
test('the migrations hold, word for word, what the schema’s annotations ask for', async () => {
  const migrations = await readdir(path.join(project, 'migrations'), { withFileTypes: true });
  const texts = await Promise.all(
    migrations
      .filter((entry) => entry.isDirectory())
      .map((entry) => readFile(path.join(project, 'migrations', entry.name, 'migration.sql'), 'utf8')),
  );
  const shipped = new Set(texts.join('\n').split('\n'));
  const derived = deriveProtection(await readTables(path.join(project, 'schema'))).split('\n');
  const missing = derived.filter((line) => line !== '' && !line.startsWith('--') && !shipped.has(line));
  expect(missing).toEqual([]);
  expect(derived.length).toBeGreaterThan(300);
});
