export { type ApplyOptions, applyMigrations } from './apply-migrations.ts';
export { explainFailure } from './explain-failure.ts';
