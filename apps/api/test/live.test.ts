import type { AddressInfo } from 'node:net';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Api, type Login, openApi } from './open-api.ts';

const TENANT = 'bahinlink';

interface LiveEvent {
  readonly event: string;
  readonly data: { readonly id?: string; readonly row?: Record<string, unknown> | null };
  readonly id: string | undefined;
}

let api: Api;
let address: string;
let supervisor: Login;
let agent: Login;
let other: Login;
const open: AbortController[] = [];

beforeAll(async () => {
  api = await openApi();
  await api.app.listen({ host: '127.0.0.1', port: 0 });
  address = `http://127.0.0.1:${(api.app.server.address() as AddressInfo).port}`;
  supervisor = await api.logIn('supervisor@bahinlink.com', TENANT);
  agent = await api.logIn('aaliyah.brooks@bahinlink.com', TENANT);
  other = await api.logIn('ben.castillo@bahinlink.com', TENANT);
});
afterEach(() => {
  for (const one of open.splice(0)) one.abort();
});
afterAll(() => api.close());

/**
 * A live view; `next` waits for its next event of a kind, or of any. What happened just before may be told again while
 * an older transaction runs on the server, as those of other tests do.
 */
async function connect(login: Login, lastEventId?: string) {
  const controller = new AbortController();
  open.push(controller);
  const response = await fetch(`${address}/v1/changes/stream`, {
    signal: controller.signal,
    headers: {
      authorization: `Bearer ${login.accessToken}`,
      ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
    },
  });
  const chunks = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  let lastId = lastEventId;
  const seen: string[] = [];
  const next = async (event?: string): Promise<LiveEvent> => {
    for (;;) {
      const one = await nextOfAny();
      seen.push(one.event);
      if (event === undefined || one.event === event) return one;
    }
  };
  const nextOfAny = async (): Promise<LiveEvent> => {
    for (;;) {
      const end = text.indexOf('\n\n');
      if (end >= 0) {
        const lines = text.slice(0, end).split('\n');
        text = text.slice(end + 2);
        const field = (name: string) =>
          lines.findLast((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
        const data = field('data');
        if (data === undefined) continue;
        lastId = field('id') ?? lastId;
        return { event: field('event') ?? 'message', data: JSON.parse(data), id: field('id') };
      }
      const { done, value = '' } = (await chunks?.read()) ?? { done: true };
      if (done) throw new Error('The stream has ended.');
      text += value;
    }
  };
  return { response, next, seen: () => seen, lastId: () => lastId, close: () => controller.abort() };
}

const send = (to: Login, from: Login, body: string) =>
  api.request(from, 'POST', '/v1/messages', { recipientId: to.user.id, body });
const idsOf = async (login: Login) => (await api.request(login, 'GET', '/v1/shifts?limit=1')).json().data[0];

describe('a live view', () => {
  it('tells what happens, to each what is his', async () => {
    const [boss, reader, stranger] = await Promise.all(
      [supervisor, agent, other].map((login) => connect(login)),
    );
    for (const view of [boss, reader, stranger]) expect((await view?.next())?.event).toBe('ready');
    expect(boss?.response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    await send(agent, supervisor, 'Look at the gate');
    for (const view of [boss, reader]) {
      expect(await view?.next('Message')).toMatchObject({ data: { row: { body: 'Look at the gate' } } });
    }
    const position = {
      id: crypto.randomUUID(),
      latitude: 40.7,
      longitude: -74,
      timestamp: new Date().toISOString(),
    };
    await api.request(agent, 'POST', '/v1/tracks', { positions: [position] });
    for (const view of [boss, reader]) {
      expect(await view?.next('AgentPosition')).toMatchObject({ data: { row: { latitude: 40.7 } } });
    }
    // Of all that, nothing was for the stranger: the first message that he hears of is his own.
    await send(other, supervisor, 'And you');
    expect(await stranger?.next('Message')).toMatchObject({ data: { row: { body: 'And you' } } });
    expect(stranger?.seen()).not.toContain('AgentPosition');
  });

  it('goes on after an interruption where it was: nothing is lost', async () => {
    const first = await connect(agent);
    await first.next('ready');
    await send(agent, supervisor, 'one');
    const hear = async (view: typeof first, body: string) => {
      for (;;) if ((await view.next('Message')).data.row?.body === body) return;
    };
    await hear(first, 'one');
    first.close();
    for (const body of ['two', 'three']) await send(agent, supervisor, body);
    const second = await connect(agent, first.lastId());
    await hear(second, 'two');
    await hear(second, 'three');
  });

  it('outlives the loss of its connection to the database', async () => {
    const view = await connect(agent);
    await view.next('ready');
    const client = new pg.Client({ connectionString: api.superuserUrl });
    await client.connect();
    const { rowCount } = await client.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'org-api-live' AND datname = current_database()`,
    );
    await client.end();
    expect(rowCount).toBe(1);
    await send(agent, supervisor, 'still there?');
    for (;;) if ((await view.next('Message')).data.row?.body === 'still there?') break;
  });

  it('is refused without a token, to another kind of account, and for a cursor that is none', async () => {
    expect((await fetch(`${address}/v1/changes/stream`)).status).toBe(401);
    const outsider = await api.logIn('manager@wellcrafted.com');
    expect((await connect(outsider)).response.status).toBe(403);
    const refused = await connect(supervisor, 'x');
    expect(refused.response.status).toBe(400);
    expect(refused.response.headers.get('content-type')).toContain('application/problem+json');
  });
});

it('a mobile client gets what changed since its cursor, deletions included', async () => {
  const changes = async (cursor?: string) =>
    (
      await api.request(supervisor, 'GET', `/v1/changes?limit=1000${cursor ? `&cursor=${cursor}` : ''}`)
    ).json();
  const { cursor } = await changes();
  const shift = await idsOf(supervisor);
  const client = api.db.forTenant({ tenantId: supervisor.user.tenantId });
  await client.shift.updateMany({ where: { id: shift.id }, data: { notes: 'Bring a torch' } });
  const report = await client.report.findFirstOrThrow({ where: { status: 'DRAFT' } });
  await client.report.deleteMany({ where: { id: report.id } });
  const wanted = [shift.id, report.id];
  const told = async () => {
    const { changes: found } = await changes(cursor);
    return found.filter(({ id }: { id: string }) => wanted.includes(id));
  };
  await expect.poll(told, { timeout: 60_000 }).toMatchObject([
    { entity: 'Shift', id: shift.id, row: { notes: 'Bring a torch' } },
    { entity: 'Report', id: report.id, row: null },
  ]);
  expect((await api.request(supervisor, 'GET', '/v1/changes?cursor=1..1')).statusCode).toBe(410);
});
