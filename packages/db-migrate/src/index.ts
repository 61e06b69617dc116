export { type AdoptOptions, adoptDatabase } from './adopt/adopt.ts';
export type { Adoption } from './adopt/adoption.ts';
export { describeDifferences } from './adopt/describe-differences.ts';
export { type WriteDifferencesOptions, writeDifferences } from './adopt/write-differences.ts';
export type { Catalog, CatalogObject, CatalogOptions } from './catalog/catalog.ts';
export {
  compareCatalogs,
  type Difference,
  type FactDifference,
  withoutConsequences,
} from './catalog/compare-catalogs.ts';
export { catalogFingerprint } from './catalog/fingerprint.ts';
export { readCatalog } from './catalog/read-catalog.ts';
export { type CheckOptions, checkMigrations } from './check/check.ts';
export type { CheckReport, Finding } from './check/finding.ts';
export { checkGithub } from './check/output/github.ts';
export { checkSarif } from './check/output/sarif.ts';
export { checkText } from './check/output/text.ts';
export { type Published, recordPublished } from './check/published/published.ts';
export { connect, describeUrl, during, isConnectionLost, withConnection } from './database/connect.ts';
export { dropDatabase, dropMigrated } from './database/drop.ts';
export { withDatabaseLock } from './database/exclusive.ts';
export { type PrepareOptions, prepareDatabase } from './database/prepare.ts';
export { requireRoles } from './database/require-roles.ts';
export { ensureRoles, ROLES, type Role, type RolePasswords } from './database/roles.ts';
export { withScratchDatabase } from './database/scratch.ts';
export { describeSession, type Session } from './database/sessions.ts';
export type { AppliedMigration } from './deploy/apply.ts';
export { type DeployOptions, deployMigrations } from './deploy/deploy.ts';
export {
  appliedBefore,
  type ShipListener,
  type ShipOptions,
  type ShipReport,
  shipMigrations,
} from './deploy/ship.ts';
export { type MigrationStatus, migrationStatus } from './deploy/status.ts';
export { createdTables, deriveProtection } from './derive/protect.ts';
export { MigrateError, type MigrateErrorCode } from './errors.ts';
export { type Hook, runHook } from './hooks/run-hook.ts';
export { type InvalidIndex, invalidIndexes, rebuildIndex } from './indexes/invalid-indexes.ts';
export { NEXT } from './next.ts';
export type { Observation, StatementObservation } from './observe/observation.ts';
export { type ObserveOptions, observe } from './observe/observe.ts';
export { type DeployPlan, type PlannedLock, type PlannedMigration, planDeploy } from './plan/plan.ts';
export { planLine, planText } from './plan/plan-text.ts';
export { explainPrisma } from './prisma/explain.ts';
export { type PrismaResult, type PrismaRun, runPrisma } from './prisma/run.ts';
export type { Recipe, RecipeInput, RecipeParameter, RecipeStep } from './recipes/recipe.ts';
export { RECIPES } from './recipes/recipes.ts';
export { type RecipeOptions, type WrittenRecipe, writeRecipe } from './recipes/write-recipe.ts';
export type { Diagnosis } from './recover/diagnose.ts';
export { diagnose } from './recover/diagnose.ts';
export type { RecoverFinding } from './recover/finding.ts';
export {
  type RecoverChoice,
  type RecoverOptions,
  type RecoverReport,
  recover,
  reportOf,
} from './recover/recover.ts';
export { type ReorderOptions, reorderMigration } from './recover/reorder.ts';
export { type GeneratedRows, generateRows } from './rehearse/data/generate-rows.ts';
export {
  compareRows,
  type RowDifference,
  type Rows,
  readRows,
  type TableRows,
} from './rehearse/data/rows.ts';
export { type LoadOptions, loadSql } from './rehearse/dump/load-sql.ts';
export { type DumpChunks, restoredSql } from './rehearse/dump/pg-restore.ts';
export { rehearsalPage } from './rehearse/page/page.ts';
export type { Dump } from './rehearse/prepare.ts';
export { type RehearseOptions, rehearse } from './rehearse/rehearse.ts';
export type {
  BlockedProbes,
  Direction,
  Rehearsal,
  RehearsalProblem,
  RehearsedStatement,
  RehearsedStep,
} from './rehearse/report.ts';
export { rehearsalText } from './rehearse/text.ts';
export { DEFAULT_MAX_LOCK, DEFAULT_MAX_REWRITE_ROWS, type Thresholds } from './rehearse/thresholds.ts';
export type { Loss } from './rollback/losses.ts';
export { type RollbackOptions, type RollbackReport, rollBack } from './rollback/rollback.ts';
export { type DmmfEnum, type DmmfModel, factsOfModel, type ModelFacts } from './schema/model-facts.ts';
export { type Datamodel, readDatamodel } from './schema/read-datamodel.ts';
export { readTables, type Table } from './schema/read-tables.ts';
export { applyScript, ScriptFailure } from './script/run-script.ts';
export { type FixOptions, type WrittenFix, writeFix } from './verify/fix/write-fix.ts';
export type { RoleProblem } from './verify/roles.ts';
export {
  type Verification,
  type VerifyOptions,
  verifyDatabase,
  writeExpectedCatalog,
} from './verify/verify.ts';
export type { Drift } from './verify/words.ts';
export { type WriteOptions, type WrittenMigration, writeMigration } from './write/migration.ts';
export { requireMigrationName } from './write/migration-name.ts';
export { type WriteStepsOptions, type WrittenSteps, writeSteps } from './write/write-steps.ts';
