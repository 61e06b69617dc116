export { PostgresError, type PostgresErrorCode } from './errors.ts';
export { type ResetOptions, resetServer } from './reset.ts';
export type { LocalServer, UrlOptions } from './server.ts';
export type { Profile } from './settings.ts';
export { type ServerOptions, startServer } from './start.ts';
export { type ServerStatus, type StatusOptions, serverStatus } from './status.ts';
export { type StopOptions, type StopResult, stopServer } from './stop.ts';
export type { PostgresMajor } from './versions.ts';
