export { type Backup, type BackupOptions, backupDatabase } from './backup/backup.ts';
export { decryptBackup } from './backup/decrypt.ts';
export {
  BACKUP_FORMATS,
  type BackupFormat,
  COMPRESSIONS,
  type Compression,
  suffixOf,
} from './backup/format.ts';
export { readBackupKey } from './backup/key.ts';
export { type BackupSummary, readBackup } from './backup/load.ts';
export { type OpenDumpOptions, openDump } from './backup/open-dump.ts';
export { type Restored, type RestoreOptions, restoreBackup } from './backup/restore.ts';
export { type Verified, type VerifyOptions, verifyBackup } from './backup/verify.ts';
export { OperationsError, type OperationsErrorCode } from './errors.ts';
export type { PlanComparison } from './explain/compare/compare-plans.ts';
export {
  type ComparedQueries,
  type CompareOptions,
  compareQueries,
} from './explain/compare/compare-queries.ts';
export { type ExplainOptions, explainQuery } from './explain/explain.ts';
export type { Explained } from './explain/explained.ts';
export type { Finding as PlanFinding, FindingRule } from './explain/findings/finding.ts';
export { type TriedIndex, type TryIndexOptions, tryIndex } from './explain/index/try-index.ts';
export type { PlanNode, QueryRun } from './explain/plan/plan-node.ts';
export { comparedText } from './explain/text/compared-text.ts';
export { explainText } from './explain/text/text.ts';
export { triedText } from './explain/text/tried-text.ts';
export { type Figure, type Finding, SECTIONS, type Section, type SectionReport } from './maintain/finding.ts';
export { type MaintainOptions, type MaintenanceReport, maintain } from './maintain/maintain.ts';
export type { Outcome } from './maintain/mend.ts';
export { DEFAULT_RETENTION, type RetentionPolicy } from './maintain/retention-policy.ts';
export { maintenanceText } from './maintain/text.ts';
export { DEFAULT_THRESHOLDS, type Thresholds } from './maintain/thresholds.ts';
export { type WriteDropsOptions, writeIndexDrops } from './maintain/write-drops.ts';
export {
  type SlowQueries,
  type SlowQueriesOptions,
  type SlowQuery,
  slowQueries,
} from './statements/slow-queries.ts';
export { type Archive, type Manifest, readArchive } from './tenant/archive.ts';
export { readRows } from './tenant/archived-rows.ts';
export { type Certificate, certificateText, isGenuine } from './tenant/certificate.ts';
export { countTenant, type EraseOptions, eraseTenant } from './tenant/erase.ts';
export { type ExportOptions, exportTenant } from './tenant/export.ts';
export { type Imported, type ImportOptions, importTenant } from './tenant/import.ts';
export type { Access, OnProgress, Progress } from './tenant/session.ts';
