import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { DmmfModel } from '@org/db-migrate';
import type { UniqueKeys } from '../src/unique-keys/unique-keys.ts';

const TENANT = 'tenantId';

/** The unique keys of a model, by the names that Prisma gives them. */
function uniqueKeysOf(model: DmmfModel): UniqueKeys {
  const keys = [
    ...(model.primaryKey ? [model.primaryKey.fields] : []),
    ...(model.uniqueFields ?? []),
    ...model.fields.filter(({ isId, isUnique }) => isId || isUnique).map(({ name }) => [name]),
  ];
  const shared = (fields: readonly string[]) => fields.length === 1 || !fields.includes(TENANT);
  return {
    ofTenant: Object.fromEntries(
      keys
        .filter((fields) => !shared(fields))
        .map((fields) => [fields.join('_'), fields.filter((name) => name !== TENANT)]),
    ),
    others: keys.filter(shared).map((fields) => fields.join('_')),
  };
}

/** The text of `generated/unique-keys.ts`. */
export function renderUniqueKeys(models: readonly DmmfModel[]): string {
  const keys = Object.fromEntries(models.map((model) => [model.name, uniqueKeysOf(model)]));
  return [
    '// Written by `prisma generate` from the schema.',
    "import type { UniqueKeys } from '../src/unique-keys/unique-keys.ts';",
    '',
    `export const UNIQUE_KEYS: Readonly<Record<string, UniqueKeys>> = ${JSON.stringify(keys, null, 2)};`,
    '',
  ].join('\n');
}

/**
 * Takes the tenant out of what the types of Prisma's client ask for: in a key of tenant and others it becomes optional,
 * and a key of the tenant and one field can be given by that field alone. The client fills both in.
 */
export async function freeTypesOfTenant(folder: string, models: readonly DmmfModel[]): Promise<void> {
  for (const model of models) {
    const file = path.join(folder, 'models', `${model.name}.ts`);
    const text = await readFile(file, 'utf8');
    const changed = freeOfTenant(text, model.name, uniqueKeysOf(model));
    if (changed !== text) await writeFile(file, changed);
  }
}

/** The types of one model. @throws Error when they do not look as those of Prisma 7.10 */
export function freeOfTenant(types: string, model: string, { ofTenant, others }: UniqueKeys): string {
  const names = Object.keys(ofTenant);
  if (names.length === 0) return types;
  const single = Object.values(ofTenant).flatMap((fields) => (fields.length === 1 ? fields : []));
  const alone = [...new Set(single)].filter((field) => !others.includes(field));
  const where = new RegExp(
    `(export type ${model}WhereUniqueInput = Prisma\\.AtLeast<\\{\\n)([^]*?)(\\n\\}, )([^\\n]*)>\\n`,
  );
  if (!where.test(types)) throw new Error(`Prisma's types of ${model} have no WhereUniqueInput as expected.`);
  const withFields = types.replace(where, (_all, start: string, body: string, end: string, keys: string) => {
    const strict = alone.reduce((text, field) => exactly(text, field), body);
    return `${start}${strict}${end}${[keys, ...alone.map((field) => `"${field}"`)].join(' | ')}>\n`;
  });
  return withFields.replace(
    new RegExp(`(export type ${model}\\w+CompoundUniqueInput = \\{\\n[^}]*?  ${TENANT})(: )`, 'g'),
    '$1?$2',
  );
}

/** A field that is a key takes a value, not a filter. */
function exactly(body: string, field: string): string {
  return body.replace(
    new RegExp(`^(  ${field}\\?: )Prisma\\.\\w+<[^>]*> \\| (.*?)(?: \\| null)?$`, 'm'),
    '$1$2',
  );
}
