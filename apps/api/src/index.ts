export { buildApp } from './app.ts';
export { type Config, ConfigError, parseConfig } from './config.ts';
export { type Server, startServer } from './server.ts';
