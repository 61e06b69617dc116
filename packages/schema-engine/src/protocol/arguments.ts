import { parseArgs } from 'node:util';
import { SchemaEngineError } from '../errors.ts';

export interface EngineArguments {
  /** Paths of the schema files. */
  readonly datamodels: readonly string[];
  readonly datasource: { readonly url?: string; readonly shadowDatabaseUrl?: string };
  /** What to do; without a command line command, the engine serves requests. */
  readonly command: 'serve' | 'version' | CliCommand;
}

const CLI_COMMANDS = ['can-connect-to-database', 'create-database', 'drop-database'] as const;
export type CliCommand = (typeof CLI_COMMANDS)[number];

/**
 * Reads the arguments that Prisma's CLI gives its engine. Preview features and extension types are accepted and left
 * alone: the wasm engine takes the former from the schema and knows nothing of the latter.
 *
 * @throws {SchemaEngineError} `UNKNOWN_ARGUMENT` for anything else, which is how a newer protocol shows.
 */
export function parseEngineArguments(argv: readonly string[]): EngineArguments {
  const { values, positionals } = parse(argv);
  return {
    datamodels: values.datamodels ?? [],
    datasource: parseDatasource(values.datasource),
    command: values.version ? 'version' : parseCommand(positionals),
  };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        datamodels: { type: 'string', multiple: true, short: 'd' },
        datasource: { type: 'string' },
        'enabled-preview-features': { type: 'string' },
        'extension-types': { type: 'string' },
        version: { type: 'boolean', short: 'V' },
      },
    });
  } catch (cause) {
    throw unknown(cause instanceof Error ? cause.message : String(cause), cause);
  }
}

function parseCommand(positionals: readonly string[]): EngineArguments['command'] {
  const [group, name, ...rest] = positionals;
  if (group === undefined) {
    return 'serve';
  }
  const command = CLI_COMMANDS.find((known) => known === name);
  if (group !== 'cli' || command === undefined || rest.length > 0) {
    throw unknown(`Unknown command: ${positionals.join(' ')}`);
  }
  return command;
}

function parseDatasource(json: string | undefined): EngineArguments['datasource'] {
  if (json === undefined) {
    return {};
  }
  try {
    const { url, shadowDatabaseUrl } = JSON.parse(json) as Record<string, unknown>;
    return {
      ...(typeof url === 'string' && url !== '' ? { url } : {}),
      ...(typeof shadowDatabaseUrl === 'string' && shadowDatabaseUrl !== '' ? { shadowDatabaseUrl } : {}),
    };
  } catch (cause) {
    // The text is left out of the message: it holds a password.
    throw unknown('--datasource is not JSON.', cause);
  }
}

function unknown(reason: string, cause?: unknown): SchemaEngineError {
  return new SchemaEngineError(
    'UNKNOWN_ARGUMENT',
    `${reason} This schema engine speaks the protocol of Prisma 7.10; another version of the Prisma CLI may need another version of @org/schema-engine.`,
    { cause },
  );
}
