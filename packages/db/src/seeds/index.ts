export type { SeedSystem } from './demo/demo-tenant.ts';
export { hashPassword, PASSWORD_HASH_OPTIONS } from './password-hash.ts';
export { PERMISSIONS, type PermissionKey } from './permissions.ts';
export type { SeedLogin, SeedReport, SeedStep } from './report.ts';
export { ADMINISTRATOR_ROLES, ROLES, type RoleDefinition, type RoleSystem } from './roles.ts';
export { runSeeds, type SeedOptions } from './run-seeds.ts';
export { SeedError, type SeedErrorCode } from './seed-error.ts';
export { type TenantDefinition, tenantDefinitionSchema } from './tenant-definition.ts';
export { seedVolume, type VolumeOptions, type VolumeReport } from './volume/seed-volume.ts';
