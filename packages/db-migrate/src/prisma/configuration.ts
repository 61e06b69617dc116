import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** Tables or enums left out, a shadow database of its own or statements for it. */
const SPECIAL = /\b(?:external|initShadowDb|shadowDatabaseUrl)\b/;

/**
 * Whether Prisma's configuration asks for more of a comparison than schema and database. It is a program, which Prisma's command line can run
 * and this package need not: where a word of it stands there, also in a comment, the answer is yes.
 */
export async function hasSpecialComparison(project: string): Promise<boolean> {
  const folders = [project, path.join(project, '.config')];
  for (const folder of folders) {
    const names = await readdir(folder).catch(() => []);
    for (const name of names.filter((one) => /^prisma(?:\.config)?\.[cm]?[jt]s$/.test(one))) {
      if (SPECIAL.test(await readFile(path.join(folder, name), 'utf8'))) return true;
    }
  }
  return false;
}

/** The schema of a project, relative to it: the folder, or the one file where there is none. */
export function schemaPath(project: string): string {
  const folder = path.join('prisma', 'schema');
  return existsSync(path.join(project, folder)) ? folder : `${folder}.prisma`;
}
