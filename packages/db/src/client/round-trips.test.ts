import type { AddressInfo } from 'node:net';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFixture, type Fixture, STATEMENT_MODES } from '../../test/two-tenants.ts';

let fixture: Fixture;
let proxy: CountingProxy;
beforeAll(async () => {
  fixture = await createFixture({ pool: { max: 1 } });
  proxy = await CountingProxy.start(new URL(fixture.database.url('app')));
});
afterAll(async () => {
  await fixture?.end();
  await proxy?.stop();
});

/** Stands before the server and counts how often a client waits for it: each Sync and each simple Query. */
class CountingProxy {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  waits = 0;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(target: URL): Promise<CountingProxy> {
    const server = createServer();
    const counting = new CountingProxy(server);
    server.on('connection', (client) => counting.#forward(client, target));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return counting;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
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
        const type = started ? String.fromCharCode(rest[0] ?? 0) : '';
        if (type === 'S' || type === 'Q') this.waits += 1;
        started = true;
        rest = rest.subarray(length);
      }
    });
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

describe.each(STATEMENT_MODES)('with %s statements', (_label, preparedStatements) => {
  test('a query waits for the server once, a transaction no more often than without a tenant', async () => {
    const url = new URL(fixture.database.url('app'));
    url.hostname = '127.0.0.1';
    url.port = String(proxy.port);
    const db = fixture.open({ url: url.toString(), preparedStatements });
    const client = db.forTenant({ tenantId: fixture.tenants[0] });
    const waits = async (work: () => Promise<unknown>) => {
      const before = proxy.waits;
      await work();
      return proxy.waits - before;
    };
    const query = () => client.tenant.findMany({ select: { id: true } });
    await query();
    for (let i = 0; i < 4; i += 1) expect(await waits(query)).toBe(1);
    expect(await waits(() => client.tenant.findUnique({ where: { id: fixture.tenants[0] } }))).toBe(1);
    expect(await waits(() => client.$queryRaw`select 1`)).toBe(1);
    expect(await waits(() => client.user.count())).toBe(1);
    // BEGIN, two queries, COMMIT
    expect(
      await waits(() =>
        client.$transaction(async (tx) => {
          await tx.user.count();
          await tx.user.count();
        }),
      ),
    ).toBe(4);
    expect(await waits(() => client.$transaction([query(), query()] as never).catch(() => {}))).toBe(4);
  });
});
