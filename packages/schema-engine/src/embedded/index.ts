export { type ApplyOptions, applyMigrations } from './apply-migrations.ts';
export { explainFailure } from './explain-failure.ts';
export { type ResumeOptions, resumeMigration } from './resume-migration.ts';
export { type ScriptSteps, scriptSteps } from './script-steps.ts';
