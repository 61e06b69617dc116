import { readFile } from 'node:fs/promises';
import { connect } from './connection/connect.ts';
import { createDatabase, dropDatabase } from './database/create-database.ts';
import { engineVersion } from './engine/engine-version.ts';
import { callMethod } from './engine/methods.ts';
import { Session } from './engine/session.ts';
import { type CliCommand, type EngineArguments, parseEngineArguments } from './protocol/arguments.ts';
import { logError, logInfo } from './protocol/log.ts';
import { printToClient } from './protocol/print.ts';
import { serve } from './protocol/serve.ts';

/** How long closing connections may hold up the end of the process, in milliseconds. */
const CLOSING_TIME = 4_000;
/** The exit code by which Prisma's CLI knows a panic. */
const PANIC = 101;

/**
 * Runs the schema engine as Prisma's CLI starts it: reads `argv` (without node and script), serves requests on
 * standard input and output or does one command, and ends the process.
 */
export async function runSchemaEngine(argv: readonly string[]): Promise<void> {
  process.on('uncaughtException', (error) => {
    logError(error);
    process.exit(PANIC);
  });
  try {
    const options = parseEngineArguments(argv);
    if (options.command === 'version') {
      process.stdout.write(`schema-engine-cli ${await engineVersion()}\n`);
    } else if (options.command === 'serve') {
      await serveRequests(options);
    } else {
      logInfo('Starting schema engine CLI');
      await runCommand(options.command, options);
    }
    process.exit(0);
  } catch (error) {
    logError(error);
    process.exit(1);
  }
}

async function serveRequests({ datamodels, datasource }: EngineArguments): Promise<void> {
  logInfo('Starting schema engine RPC server');
  const session = new Session({
    ...datasource,
    notify: (message) => printToClient(process.stdout, message),
    datamodels: await Promise.all(
      datamodels.map(async (path): Promise<[string, string]> => [path, await readFile(path, 'utf8')]),
    ),
  });
  // The CLI closes our input and sends SIGTERM at once: both mean this, and the second must not cut the first short.
  let stopping: Promise<never> | undefined;
  const stop = () => {
    stopping ??= endWith(session);
    return stopping;
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  await serve(process.stdin, process.stdout, (method, params) => callMethod(session, method, params));
  await stop();
}

async function endWith(session: Session): Promise<never> {
  setTimeout(() => process.exit(1), CLOSING_TIME).unref();
  await session.close();
  process.exit(0);
}

async function runCommand(command: CliCommand, { datasource }: EngineArguments): Promise<void> {
  const address = new Session({ ...datasource, datamodels: [] }).address();
  switch (command) {
    case 'can-connect-to-database': {
      const client = await connect(address);
      await client.end();
      return logInfo('Connection successful');
    }
    case 'create-database':
      await createDatabase(address);
      return logInfo(`Database '${address.database}' was successfully created.`);
    case 'drop-database':
      await dropDatabase(address);
      return logInfo('The database was successfully dropped.');
  }
}
