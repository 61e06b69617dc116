import { ConfigError, parseConfig } from './config.ts';
import { type Server, startServer } from './server.ts';

/** Whoever is not answered by then is cut off. */
const SHUTDOWN_MS = 10_000;

try {
  const server = await startServer(parseConfig(process.env));
  stopOnSignals(server);
  process.send?.({ type: 'ready', port: server.port });
} catch (error) {
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = 1;
}

function stopOnSignals({ app, close }: Server): void {
  let stopping = false;
  const stop = (signal: NodeJS.Signals) => {
    if (stopping) return;
    stopping = true;
    app.log.info(`stopping on ${signal}`);
    const deadline = setTimeout(() => {
      app.log.error(`not finished after ${SHUTDOWN_MS / 1000} s; leaving`);
      process.exit(1);
    }, SHUTDOWN_MS);
    close().then(
      () => {
        clearTimeout(deadline);
        process.exit(0);
      },
      (error: unknown) => {
        app.log.error({ err: error }, 'closing failed');
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

/** What went wrong, for the one who starts this; a stack only for what nobody foresaw. */
function explain(error: unknown): string {
  if (error instanceof ConfigError) return error.message;
  if (!(error instanceof Error)) return String(error);
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE')
    return 'The port is in use. Set PORT to another one, or stop what listens there.';
  if (code === 'EACCES') return 'This port needs more rights. Set PORT to one above 1023.';
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return 'HOST is not an address of this machine.';
  return code === undefined ? (error.stack ?? error.message) : error.message;
}
