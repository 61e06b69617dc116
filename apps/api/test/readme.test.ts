import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { createTestDatabase } from '@org/db-testing';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '../src/config.ts';
import { SECRET } from './open-api.ts';

const root = path.join(import.meta.dirname, '..');
const readme = await readFile(path.join(root, 'README.md'), 'utf8');

describe('the README', () => {
  it('has an example that runs', async () => {
    await using database = await createTestDatabase();
    const [, example = ''] = /```ts\n([\s\S]*?)```/.exec(readme) ?? [];
    const program = `${example}\nprocess.stdout.write(answer.body);\nawait app.close();\nawait db.close();`;
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--input-type=module-typescript', '-e', program],
      { cwd: root, env: { DATABASE_URL: database.url(), ORG_TOKEN_SECRET: SECRET, LOG_LEVEL: 'silent' } },
    );
    expect(stdout).toBe('{"status":"ok"}');
  });

  it('names no variable that is not read', () => {
    const section = /## Environment([\s\S]*?)\n## /.exec(readme)?.[1] ?? '';
    const names = [...section.matchAll(/`([A-Z][A-Z_]+)`/g)].map(([, name]) => name ?? '');
    expect(names.length).toBeGreaterThan(8);
    for (const name of names) {
      // A value that no variable takes, or that changes what is read.
      const odd = {
        DATABASE_URL: 'postgresql://a@b/c',
        ORG_TOKEN_SECRET: SECRET,
        [name]: name === 'HOST' ? '::1' : '\0',
      };
      if (name === 'HOST') expect(parseConfig(odd).host).toBe('::1');
      else expect(() => parseConfig(odd), name).toThrow(name);
    }
  });
});
