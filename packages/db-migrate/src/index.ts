export { connect, describeUrl, withConnection } from './database/connect.ts';
export { type PrepareOptions, prepareDatabase } from './database/prepare.ts';
export { ensureRoles, ROLES, type Role, type RolePasswords } from './database/roles.ts';
export { type DeployOptions, deployMigrations } from './deploy/deploy.ts';
export { type MigrationStatus, migrationStatus } from './deploy/status.ts';
export { createdTables, deriveProtection } from './derive/protect.ts';
export { MigrateError, type MigrateErrorCode } from './errors.ts';
export { type PrismaResult, type PrismaRun, runPrisma } from './prisma/run.ts';
export { readTables, type Table } from './schema/read-tables.ts';
