export { engineEnvironment, enginePath, environmentCommand } from './environment.ts';
export { SchemaEngineError, type SchemaEngineErrorCode } from './errors.ts';
