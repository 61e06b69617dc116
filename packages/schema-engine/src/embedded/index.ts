export { applyMigrations, markApplied } from './apply-migrations.ts';
export {
  type CompareOptions,
  type DraftedMigration,
  draftMigration,
  scriptToMigrations,
  scriptToSchema,
} from './compare.ts';
export type { EmbeddedOptions } from './embedded-session.ts';
export { explainFailure } from './explain-failure.ts';
export { type ResumeOptions, resumeMigration } from './resume-migration.ts';
export { type ScriptSteps, scriptSteps } from './script-steps.ts';
