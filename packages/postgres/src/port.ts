import { createHash } from 'node:crypto';
import { createServer } from 'node:net';
import { PostgresError } from './errors.ts';

export const HOST = '127.0.0.1';

/**
 * A port that is free now: the wanted one, else the remembered one, else one derived from the folder, so that a
 * checkout tends to keep its port even after a reset. Derived ports lie below the range that systems hand out
 * to outgoing connections.
 *
 * @throws PostgresError PORT_INVALID, PORT_UNAVAILABLE
 */
export async function choosePort(
  wanted: number | undefined,
  remembered: number | undefined,
  folder: string,
  refused: ReadonlySet<number>,
): Promise<number> {
  if (wanted !== undefined && !(Number.isInteger(wanted) && wanted >= 1 && wanted <= 65_535)) {
    throw new PostgresError('PORT_INVALID', `Port ${wanted} is no port number: use 1 to 65535.`);
  }
  const base = createHash('sha256').update(folder).digest().readUInt16BE(0) % 10_000;
  const derived = Array.from({ length: 20 }, (_, step) => 15_432 + ((base + step * 37) % 10_000));
  for (const port of [wanted, remembered, ...derived]) {
    if (port !== undefined && !refused.has(port) && (await isFree(port))) return port;
  }
  throw new PostgresError(
    'PORT_UNAVAILABLE',
    `No free port on ${HOST} (tried ${derived.length}). Name a free one with \`port\`.`,
  );
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host: HOST, exclusive: true }, () => probe.close(() => resolve(true)));
  });
}
