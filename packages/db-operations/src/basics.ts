// What a command line needs to read its options and to tell its errors, without what the operations themselves load.
export { BACKUP_FORMATS, type BackupFormat, COMPRESSIONS } from './backup/format.ts';
export { OperationsError, type OperationsErrorCode } from './errors.ts';
export { SECTIONS, type Section } from './maintain/finding.ts';
export { DEFAULT_RETENTION, type RetentionPolicy } from './maintain/retention-policy.ts';
export { DEFAULT_THRESHOLDS, type Thresholds } from './maintain/thresholds.ts';
