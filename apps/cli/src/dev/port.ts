import { createServer } from 'node:net';
import { CliError } from '../errors.ts';

/** Makes sure that nothing listens on the port. @throws CliError PORT_TAKEN */
export async function requireFreePort(port: number): Promise<void> {
  // Each alone would miss a listener on the other one's address.
  for (const host of [undefined, '127.0.0.1']) await probe(port, host);
}

function probe(port: number, host: string | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (cause: NodeJS.ErrnoException) => {
      const reason =
        cause.code === 'EACCES'
          ? `Port ${port} may only be used by an administrator.`
          : `Port ${port} is taken by another process; perhaps this checkout runs already.`;
      const other = port === 3000 ? 3001 : 3000;
      reject(
        new CliError(
          'PORT_TAKEN',
          `${reason} Stop that process, or choose another port: PORT=${other} pnpm start. Nothing was started.`,
          {
            cause,
          },
        ),
      );
    });
    server.listen({ port, ...(host === undefined ? {} : { host }) }, () => server.close(() => resolve()));
  });
}
