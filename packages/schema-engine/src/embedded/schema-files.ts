import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

export interface SchemaFile {
  readonly path: string;
  readonly content: string;
}

/** Reads a schema: every `.prisma` file below a folder in the order of their names, or the one file. */
export async function readSchemaFiles(schema: string): Promise<SchemaFile[]> {
  const files = schema.endsWith('.prisma')
    ? [schema]
    : (await readdir(schema, { recursive: true }))
        .filter((name) => name.endsWith('.prisma'))
        .sort()
        .map((name) => path.join(schema, name));
  return Promise.all(files.map(async (file) => ({ path: file, content: await readFile(file, 'utf8') })));
}
