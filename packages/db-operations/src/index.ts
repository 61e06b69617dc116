export { OperationsError, type OperationsErrorCode } from './errors.ts';
export { type Archive, type Manifest, readArchive } from './tenant/archive.ts';
export { readRows } from './tenant/archived-rows.ts';
export { type Certificate, certificateText, isGenuine } from './tenant/certificate.ts';
export { countTenant, type EraseOptions, eraseTenant } from './tenant/erase.ts';
export { type ExportOptions, exportTenant } from './tenant/export.ts';
export { type Imported, type ImportOptions, importTenant } from './tenant/import.ts';
export type { Access, OnProgress, Progress } from './tenant/session.ts';
