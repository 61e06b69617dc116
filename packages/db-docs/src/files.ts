import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { renderPage } from './html/page.ts';
import { overviewPage } from './markdown/overview.ts';
import { NOTICE, systemPage } from './markdown/system.ts';
import type { SchemaDocumentation } from './schema-documentation.ts';

/** The page for the browser; beside the Markdown, and not in git: it is as large as all of it. */
export const PAGE = 'index.html';

/** The Markdown pages, by file name. */
export function markdownPages(documentation: SchemaDocumentation): Map<string, string> {
  return new Map([
    ['README.md', overviewPage(documentation)],
    ...documentation.systems.map((system) => [`${system.name}.md`, systemPage(system)] as const),
  ]);
}

/**
 * Writes the Markdown pages and the page for the browser, and removes pages of systems that are gone.
 *
 * @returns names of the files that changed
 */
export async function writePages(documentation: SchemaDocumentation, directory: string): Promise<string[]> {
  await mkdir(directory, { recursive: true });
  const changed = await stalePages(documentation, directory);
  const pages = markdownPages(documentation);
  for (const name of changed) {
    const text = pages.get(name);
    if (text === undefined) await rm(path.join(directory, name));
    else await writeFile(path.join(directory, name), text);
  }
  await writeFile(path.join(directory, PAGE), await renderPage(documentation));
  return changed;
}

/**
 * Compares the Markdown pages of a folder with the schema. The page for the browser is not compared: it is made on demand.
 *
 * @returns names of the pages that are missing, differ, or belong to no system; in order
 */
export async function stalePages(documentation: SchemaDocumentation, directory: string): Promise<string[]> {
  const wanted = markdownPages(documentation);
  const found = await readPages(directory);
  const names = new Set([...wanted.keys(), ...found.keys()]);
  return [...names].filter((name) => wanted.get(name) !== found.get(name)).sort();
}

/** The pages that an earlier run wrote; others are somebody's own. */
async function readPages(directory: string): Promise<Map<string, string>> {
  const names = await readdir(directory).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const pages = await Promise.all(
    names
      .filter((name) => name.endsWith('.md'))
      .map(async (name) => [name, await readFile(path.join(directory, name), 'utf8')] as const),
  );
  return new Map(pages.filter(([name, text]) => name === 'README.md' || text.startsWith(NOTICE)));
}
