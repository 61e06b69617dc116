import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { MigrateError } from '../errors.ts';
import type { DmmfEnum, DmmfModel } from './model-facts.ts';

/** What Prisma understands of the schema files, comments included. */
export interface Datamodel {
  models: DmmfModel[];
  enums: DmmfEnum[];
  /** The file of each model and enum, relative to the folder, with `/` between its parts. */
  files: Map<string, string>;
}

/**
 * Reads every `.prisma` file below a folder, in the order of their names.
 *
 * @param directory folder of the schema files
 * @throws MigrateError SCHEMA_INVALID when Prisma refuses the schema
 */
export async function readDatamodel(directory: string): Promise<Datamodel> {
  const entries = await readdir(directory, { recursive: true });
  const names = entries.filter((entry) => entry.endsWith('.prisma')).sort();
  const files = await Promise.all(
    names.map(async (name) => [name, await readFile(path.join(directory, name), 'utf8')] as const),
  );
  // Loaded on use: the wasm module takes memory that a caller who only deploys should not pay for.
  // Not get_dmmf: the generated client's whole interface, which it describes as well, takes four times as long.
  const { get_datamodel } = await import('@prisma/prisma-schema-wasm');
  try {
    const { models, enums }: { models: DmmfModel[]; enums: DmmfEnum[] } = JSON.parse(
      get_datamodel(JSON.stringify({ prismaSchema: files, noColor: true })),
    );
    return { models, enums, files: new Map(files.flatMap(([name, text]) => declarations(name, text))) };
  } catch (cause) {
    throw new MigrateError(
      'SCHEMA_INVALID',
      `The schema in ${directory} is invalid: run "pnpm db:validate".`,
      { cause },
    );
  }
}

function declarations(file: string, text: string): [string, string][] {
  const place = file.split(path.sep).join('/');
  return [...text.matchAll(/^(?:model|enum)\s+(\w+)\s*\{/gm)].map(([, name = '']) => [name, place]);
}
