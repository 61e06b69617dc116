import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { addProject, addStaff } from '../../../test/projects.ts';
import { codeOf } from '../../../test/shop.ts';
import { createTenantFixture, type TenantFixture } from '../../../test/tenants.ts';
import { createIntegration } from './create-integration.ts';
import { findDueIntegrations } from './find-due-integrations.ts';
import { getIntegration } from './get-integration.ts';
import type { Provider } from './integration-input.ts';
import { requestSync } from './request-sync.ts';
import { syncIntegration } from './sync-integration.ts';
import { updateIntegration } from './update-integration.ts';

const TOKEN = 'a-token-that-nobody-may-see';
const LOCAL = { allowPrivateAddresses: true, timeoutMs: 5_000, leaseMs: 30_000 };

let fixture: TenantFixture;
let projectId: string;
let answer: (
  url: URL,
  headers: Record<string, unknown>,
) => { status?: number; body: unknown } | Promise<{ body: unknown }>;
const seen: { url: URL; authorization: string | undefined }[] = [];
const server = createServer((incoming, outgoing) => {
  void (async () => {
    const url = new URL(incoming.url ?? '', 'http://tool');
    seen.push({ url, authorization: incoming.headers.authorization });
    const { status = 200, body } = (await answer(url, incoming.headers)) as {
      status?: number;
      body: unknown;
    };
    outgoing.writeHead(status, { 'content-type': 'application/json' });
    outgoing.end(typeof body === 'string' ? body : JSON.stringify(body));
  })();
});

beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  fixture = await createTenantFixture();
  projectId = await addProject(fixture.client, { ownerId: await addStaff(fixture.client, 'owner') });
});
beforeEach(() => seen.splice(0));
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await fixture.close();
});

let names = 0;
async function connect(provider: Provider = 'rest', externalProject = 'WARE') {
  names += 1;
  const { port } = server.address() as AddressInfo;
  const config = { projectId, baseUrl: `http://127.0.0.1:${port}`, externalProject };
  const credentials = { access_token: TOKEN, username: 'pm@example.com' };
  const created = await createIntegration(
    fixture.client,
    { provider, name: `Tool ${names}`, config, credentials },
    LOCAL,
  );
  expect(JSON.stringify(created)).not.toContain(TOKEN);
  return created.id;
}

const item = (id: number, status: string, kind = 'TASK', changedAt = '2026-03-01T10:00:00Z') => ({
  id,
  title: `Item ${id}`,
  status,
  kind,
  changedAt,
});

test('pulls page by page with the decrypted token, writes items and snapshot, and goes on from there', async () => {
  const { client } = fixture;
  const integrationId = await connect();
  answer = (url) =>
    url.searchParams.get('cursor') === null
      ? { body: { items: [item(1, 'DONE'), item(2, 'TODO')], cursor: 'p2', more: true } }
      : { body: { items: [item(3, 'IN_PROGRESS'), item(4, 'TODO', 'DEFECT')], cursor: 'end', more: false } };
  expect(await findDueIntegrations(client)).toEqual([integrationId]);
  expect(await syncIntegration(client, { integrationId }, LOCAL)).toEqual({ integrationId, items: 4 });
  expect(seen.map(({ url }) => url.search)).toEqual(['?project=WARE', '?project=WARE&cursor=p2']);
  expect(seen.every(({ authorization }) => authorization === `Bearer ${TOKEN}`)).toBe(true);
  expect(await client.projectSnapshot.findFirst({ where: { projectId } })).toMatchObject({
    totalItems: 3,
    completedItems: 1,
    openDefects: 1,
  });
  expect(await findDueIntegrations(client)).toEqual([]);

  // An older state of an item does not replace the newer one.
  answer = () => ({
    body: {
      items: [item(1, 'TODO', 'TASK', '2026-02-01T10:00:00Z'), item(2, 'DONE')],
      cursor: 'end2',
      more: false,
    },
  });
  await requestSync(client, { integrationId });
  await syncIntegration(client, { integrationId }, LOCAL);
  expect(seen.at(-1)?.url.searchParams.get('cursor')).toBe('end');
  const items = await client.workItem.findMany({ where: { integrationId }, orderBy: { externalId: 'asc' } });
  expect(items.map(({ status }) => status)).toEqual(['DONE', 'DONE', 'IN_PROGRESS', 'TODO']);
  expect(Number((await client.project.findFirst({ where: { id: projectId } }))?.progress)).toBe(66.67);
});

test('of twenty workers one pulls', async () => {
  const integrationId = await connect();
  answer = async () => {
    await new Promise((resolve) => setTimeout(resolve, 300));
    return { body: { items: [], cursor: null, more: false } };
  };
  const codes = await Promise.all(
    Array.from({ length: 20 }, () => codeOf(syncIntegration(fixture.client, { integrationId }, LOCAL))),
  );
  expect(codes.filter((code) => code === 'DONE')).toHaveLength(1);
  expect(codes.filter((code) => code === 'CONFLICT')).toHaveLength(19);
  expect(seen).toHaveLength(1);
});

test('the token is nowhere but at the tool: not in rows, audit, errors or answers', async () => {
  const { client } = fixture;
  const integrationId = await connect();
  answer = () => ({ status: 500, body: `failed for ${TOKEN}` });
  const error = await syncIntegration(client, { integrationId }, LOCAL).catch((reason: unknown) => reason);
  expect(error).toMatchObject({
    code: 'INTEGRATION_FAILED',
    message: 'The integration failed: the tool answered 500.',
  });
  const kept = await getIntegration(client, { integrationId });
  expect(kept).toMatchObject({
    status: 'ACTIVE',
    syncFailures: 1,
    lastError: 'The integration failed: the tool answered 500.',
    credentialKinds: ['access_token', 'username'],
  });
  expect(Date.parse(kept.nextSyncAt)).toBeGreaterThan(Date.now());
  answer = () => ({ body: `{"${TOKEN}": not JSON` });
  const other = await syncIntegration(client, { integrationId }, LOCAL).catch((reason: Error) => reason);
  const everything = [
    error,
    other,
    kept,
    await client.auditLog.findMany(),
    // As the rows lie there: for the client itself the token is plain.
    await client.$queryRaw`SELECT ciphertext, details::text FROM core.integration_tokens`,
    await client.integration.findMany(),
  ];
  expect(
    JSON.stringify(everything, (_, value) =>
      value instanceof Error ? `${value.stack} ${value.cause}` : value,
    ),
  ).not.toContain(TOKEN);
});

test('credentials that are refused end it until somebody gives others', async () => {
  const { client } = fixture;
  const integrationId = await connect();
  answer = (_, headers) =>
    headers.authorization === 'Bearer the-right-one'
      ? { body: { items: [], cursor: null, more: false } }
      : { status: 401, body: {} };
  expect(await codeOf(syncIntegration(client, { integrationId }, LOCAL))).toBe('INTEGRATION_FAILED');
  expect(await getIntegration(client, { integrationId })).toMatchObject({ status: 'ERROR' });
  expect(await codeOf(syncIntegration(client, { integrationId }, LOCAL))).toBe('STATE_ILLEGAL');
  await updateIntegration(client, {
    integrationId,
    status: 'ACTIVE',
    credentials: { access_token: 'the-right-one' },
  });
  expect(await codeOf(syncIntegration(client, { integrationId }, LOCAL))).toBe('DONE');
});

test('leads to public addresses only, unless allowed', async () => {
  const integrationId = await connect();
  expect(
    await codeOf(
      syncIntegration(fixture.client, { integrationId }, { ...LOCAL, allowPrivateAddresses: false }),
    ),
  ).toBe('INTEGRATION_FAILED');
  expect(seen).toEqual([]);
  const config = { projectId, baseUrl: 'http://169.254.169.254', externalProject: 'X' };
  expect(await codeOf(createIntegration(fixture.client, { provider: 'rest', name: 'x', config }))).toBe(
    'INPUT_INVALID',
  );
});

test('GitHub: issues by their last change, without pull requests', async () => {
  const { client } = fixture;
  const integrationId = await connect('github', 'acme/ware');
  const issue = (number: number, more: object = {}) => ({
    number,
    title: `Issue ${number}`,
    state: 'open',
    updated_at: `2026-03-01T10:${String(Math.floor(number / 60)).padStart(2, '0')}:${String(number % 60).padStart(2, '0')}Z`,
    labels: [],
    assignees: [],
    ...more,
  });
  const all = Array.from({ length: 130 }, (_, index) => issue(index));
  all[1] = issue(1, { pull_request: {} });
  all[2] = issue(2, { state: 'closed', labels: [{ name: 'Bug' }] });
  all[3] = issue(3, { assignees: [{}] });
  answer = (url) => {
    const since = url.searchParams.get('since') ?? '';
    return { body: all.filter((one) => one.updated_at >= since).slice(0, 100) };
  };
  const { items } = await syncIntegration(client, { integrationId }, LOCAL);
  // The one at the border comes twice; the pull request never.
  expect(items).toBe(130);
  expect(seen[0]?.url.pathname).toBe('/repos/acme/ware/issues');
  expect(await client.workItem.count({ where: { integrationId } })).toBe(129);
  const first = await client.workItem.findMany({
    where: { integrationId, externalId: { in: ['0', '2', '3'] } },
    orderBy: { externalId: 'asc' },
  });
  expect(first.map(({ kind, status }) => [kind, status])).toEqual([
    ['TASK', 'TODO'],
    ['DEFECT', 'DONE'],
    ['TASK', 'IN_PROGRESS'],
  ]);
});

test('Jira: pages by token, status by category, signed in with e-mail and API token', async () => {
  const integrationId = await connect('jira');
  const issue = (key: string, type: string, category: string) => ({
    key,
    fields: {
      summary: key,
      updated: '2026-03-02T11:00:00.000+0200',
      issuetype: { name: type },
      status: { statusCategory: { key: category } },
    },
  });
  answer = (url) =>
    url.searchParams.has('nextPageToken')
      ? { body: { issues: [issue('WARE-2', 'Bug', 'indeterminate')] } }
      : { body: { issues: [issue('WARE-1', 'Story', 'done')], nextPageToken: 'more' } };
  await syncIntegration(fixture.client, { integrationId }, LOCAL);
  await syncIntegration(fixture.client, { integrationId }, LOCAL);
  const basic = Buffer.from(`pm@example.com:${TOKEN}`).toString('base64');
  expect(seen.map(({ authorization }) => authorization)).toEqual(
    Array.from({ length: 4 }, () => `Basic ${basic}`),
  );
  expect(seen.map(({ url }) => url.searchParams.get('jql'))).toEqual([
    'project = "WARE" ORDER BY updated ASC',
    'project = "WARE" ORDER BY updated ASC',
    'project = "WARE" AND updated >= "2026-03-01" ORDER BY updated ASC',
    'project = "WARE" AND updated >= "2026-03-01" ORDER BY updated ASC',
  ]);
  const items = await fixture.client.workItem.findMany({
    where: { integrationId },
    orderBy: { externalId: 'asc' },
  });
  expect(items.map((row) => [row.externalId, row.kind, row.status, row.changedAt.toISOString()])).toEqual([
    ['WARE-1', 'TASK', 'DONE', '2026-03-02T09:00:00.000Z'],
    ['WARE-2', 'DEFECT', 'IN_PROGRESS', '2026-03-02T09:00:00.000Z'],
  ]);
});
