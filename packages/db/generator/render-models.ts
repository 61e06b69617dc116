import { type DmmfEnum, type DmmfModel, factsOfModel } from '@org/db-migrate';

/** The text of `generated/models.ts`. */
export function renderModels(models: readonly DmmfModel[], enums: readonly DmmfEnum[]): string {
  const facts = models.map((model) => [model.name, factsOfModel(model, enums)] as const);
  const softDeleted = facts.filter(([, model]) => model.softDeleted).map(([name]) => JSON.stringify(name));
  return [
    '// Written by `prisma generate` from the schema and its annotations.',
    "import type { ModelFacts } from '../src/operations/model-facts.ts';",
    '',
    `export type SoftDeletedModel = ${softDeleted.join(' | ') || 'never'};`,
    '',
    `export const MODELS: Readonly<Record<string, ModelFacts>> = ${JSON.stringify(Object.fromEntries(facts), null, 2)};`,
    '',
  ].join('\n');
}
