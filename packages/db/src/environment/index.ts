export {
  logLevel,
  masterKeys,
  nodeEnvironment,
  postgresUrl,
  setVariables,
  wholeNumber,
} from './variables.ts';
