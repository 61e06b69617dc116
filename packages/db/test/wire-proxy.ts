import type { AddressInfo } from 'node:net';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** Stands before the server: counts how often a client waits for it (each Sync and each simple Query), and keeps the texts. */
export class WireProxy {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  /** Texts of the statements that were prepared, named or not, and of simple queries. */
  statements: string[] = [];
  waits = 0;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(target: URL): Promise<WireProxy> {
    const server = createServer();
    const proxy = new WireProxy(server);
    server.on('connection', (client) => proxy.#forward(client, target));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  /** The same connection string, through the proxy. */
  url(direct: string): string {
    const url = new URL(direct);
    url.hostname = '127.0.0.1';
    url.port = String((this.#server.address() as AddressInfo).port);
    return url.toString();
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #forward(client: Socket, target: URL): void {
    const upstream = connect(Number(target.port), target.hostname.replace(/[[\]]/g, ''));
    for (const socket of [client, upstream]) {
      this.#sockets.add(socket);
      socket.on('error', () => {});
    }
    client.pipe(upstream).pipe(client);
    let rest = Buffer.alloc(0);
    let started = false;
    client.on('data', (chunk) => {
      rest = Buffer.concat([rest, chunk]);
      // The start-up message has no type byte.
      for (let head = started ? 1 : 0; rest.length >= head + 4; head = started ? 1 : 0) {
        const length = head + rest.readInt32BE(head);
        if (rest.length < length) return;
        if (started) this.#note(String.fromCharCode(rest[0] ?? 0), rest.subarray(5, length));
        started = true;
        rest = rest.subarray(length);
      }
    });
  }

  #note(type: string, body: Buffer): void {
    if (type === 'S' || type === 'Q') this.waits += 1;
    const texts = body.toString('utf8').split('\0');
    if (type === 'Q') this.statements.push(texts[0] ?? '');
    if (type === 'P') this.statements.push(texts[1] ?? '');
  }
}
