import { once } from 'node:events';
import { connect, createServer, type ListenOptions, type Socket } from 'node:net';

/** Listens where a server of the tests does not (a Unix socket, IPv6) and hands everything through to it. */
export async function startTunnel(listen: ListenOptions, port: number) {
  const open = new Set<Socket>();
  const tunnel = createServer((incoming) => {
    const outgoing = connect(port, '127.0.0.1');
    for (const [from, to] of [
      [incoming, outgoing],
      [outgoing, incoming],
    ] as const) {
      open.add(from);
      from.pipe(to);
      from.on('error', () => to.destroy()).on('close', () => open.delete(from));
    }
  });
  tunnel.listen(listen);
  await once(tunnel, 'listening');
  const address = tunnel.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    stop() {
      tunnel.close();
      for (const socket of open) {
        socket.destroy();
      }
    },
  };
}
