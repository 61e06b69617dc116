import type { Provider } from '../integration-input.ts';
import type { Connector } from './connector.ts';
import { pullFromGitHub } from './github.ts';
import { pullFromJira } from './jira.ts';
import { pullFromRest } from './rest.ts';

/** The connector of each provider. */
export const CONNECTORS: Readonly<Record<Provider, Connector>> = {
  github: pullFromGitHub,
  jira: pullFromJira,
  rest: pullFromRest,
};
