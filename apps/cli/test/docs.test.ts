import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Home, newHome } from './orgdb.ts';

describe('docs', () => {
  let home: Home;
  let folder: string;
  let out: string;

  beforeAll(async () => {
    home = await newHome();
    folder = await mkdtemp(path.join(tmpdir(), 'orgdb-docs-'));
    out = path.join(folder, 'schema');
  });
  afterAll(async () => {
    await home.dispose();
    await rm(folder, { recursive: true });
  });

  test('writes pages; of those that are fresh and one that was edited the check names the one, and the way out', async () => {
    const written = await home.run(['docs', '--out', out]);
    expect(written).toMatchObject({ code: 0, stdout: expect.stringContaining('index.html') });
    expect(await readdir(out)).toEqual(
      expect.arrayContaining(['README.md', 'commerce.md', 'core.md', 'index.html', 'workforce.md']),
    );

    const page = path.join(out, 'core.md');
    const edited = (await readFile(page, 'utf8')).replace('core.tenants', 'core.edited');
    await writeFile(page, edited);
    const stale = await home.run(['docs', '--out', out, '--check']);
    expect(stale).toMatchObject({ code: 1, stdout: '' });
    expect(stale.stderr).not.toContain('commerce.md');
    expect(stale.stderr).toMatch(/core\.md\. Run "pnpm db:docs".*\[DOCS_STALE\]/);
    expect(await readFile(page, 'utf8')).toBe(edited);
  });

  test('refuses a folder that lies nowhere', async () => {
    const ended = await home.json(['docs', '--out', path.join(folder, 'no', 'where')]);
    expect(ended).toMatchObject({ code: 2, value: { error: { code: 'USAGE' } } });
  });
});
