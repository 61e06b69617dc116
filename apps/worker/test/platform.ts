import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createDb, type Db, type TenantClient } from '@org/db';
import { createTestDatabase, type TestDatabase } from '@org/db-testing';

export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A real receiver. It holds each answer back until `answer` has resolved to a status. */
export async function startReceiver(answer: (request: Received) => Promise<number> | number = () => 204) {
  const requests: Received[] = [];
  const server = createServer((incoming, outgoing) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of incoming) chunks.push(chunk);
      const request = { headers: incoming.headers, body: Buffer.concat(chunks).toString() };
      requests.push(request);
      outgoing.writeHead(await answer(request)).end();
    })();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hooks?token=url-token`,
    requests,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export type Receiver = Awaited<ReturnType<typeof startReceiver>>;

export interface Platform {
  readonly database: TestDatabase;
  readonly db: Db;
  addTenant(slug: string, settings?: boolean): Promise<{ tenantId: string; client: TenantClient }>;
  close(): Promise<void>;
}

/** A database of its own, and clients for it. */
export async function createPlatform(masterKey: { id: string; key: Uint8Array }): Promise<Platform> {
  const database = await createTestDatabase();
  const db = createDb({ url: database.url('app'), adminUrl: database.url('admin'), masterKey });
  return {
    database,
    db,
    async addTenant(slug, settings = true) {
      const { id: tenantId } = await db.asAdmin({ actor: 'test', reason: 'make a tenant' }, (admin) =>
        admin.tenant.create({
          data: { slug, name: slug, status: 'ACTIVE', contactEmail: `${slug}@example.com` },
          select: { id: true },
        }),
      );
      const client = db.forTenant({ tenantId });
      if (settings) await client.tenantSettings.create({ data: {} });
      return { tenantId, client };
    },
    async close() {
      await db.close();
      await database.drop();
    },
  };
}
