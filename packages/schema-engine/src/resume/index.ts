export { type ResumeOptions, resumeMigration } from './resume-migration.ts';
export { type ScriptSteps, scriptSteps } from './script-steps.ts';
