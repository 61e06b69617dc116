export {
  logLevel,
  masterKeys,
  nodeEnvironment,
  postgresUrl,
  postgresUrls,
  setVariables,
  wholeNumber,
} from './variables.ts';
