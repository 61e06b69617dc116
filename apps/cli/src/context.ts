import type { Environment } from './environment.ts';
import type { Output } from './output/output.ts';

/** What every command is given. */
export interface Context {
  environment: Environment;
  output: Output;
  /** Folder with the schema and the migrations. */
  project: string;
}
