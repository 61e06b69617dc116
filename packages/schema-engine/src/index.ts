export { engineEnvironment, enginePath, environmentCommand } from './environment.ts';
