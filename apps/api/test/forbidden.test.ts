import type { TenantClient } from '@org/db';
import { createUser } from '@org/domain';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, type Login, openApi } from './open-api.ts';
import { type Method, sender } from './requests.ts';
import { rowsOfOthers } from './rows-of-others.ts';
import { type JsonSchema, sampleOf } from './sample-body.ts';

interface Operation {
  readonly requestBody?: {
    readonly content: { readonly 'application/json': { readonly schema: JsonSchema } };
  };
}
interface Route {
  readonly method: Method;
  readonly path: string;
  readonly body: object | undefined;
}

/** What everybody may do who is logged in. */
const FOR_EVERYBODY = [
  'GET /v1/me',
  'POST /v1/me/password',
  'GET /v1/me/sessions',
  'DELETE /v1/me/sessions/{id}',
];
/** What the default role of a user may do beyond that. */
const FOR_USERS = [
  'GET /v1/notifications',
  'POST /v1/notifications/read',
  'POST /v1/notifications/{id}/read',
];
/** The portal, whole. What it shows is narrowed by the database, and tried elsewhere. */
const PORTAL = [
  'GET /v1/me',
  ...FOR_USERS,
  'GET /v1/products',
  'GET /v1/products/{id}',
  'GET /v1/skus',
  'GET /v1/skus/{id}',
  'GET /v1/carts',
  'POST /v1/carts',
  'GET /v1/carts/{id}',
  'DELETE /v1/carts/{id}',
  'POST /v1/carts/{id}/checkout',
  'PUT /v1/carts/{id}/items/{skuId}',
  'DELETE /v1/carts/{id}/items/{skuId}',
  'GET /v1/lists',
  'POST /v1/lists',
  'GET /v1/lists/{id}',
  'PATCH /v1/lists/{id}',
  'DELETE /v1/lists/{id}',
  'POST /v1/lists/{id}/cart',
  'GET /v1/orders',
  'GET /v1/orders/{id}',
  'GET /v1/invoices',
  'GET /v1/invoices/{id}',
];
/** Where the least that a schema lets pass is not enough. */
const BODIES: Readonly<Record<string, object>> = { 'POST /v1/shifts/{id}/assign': { method: 'AUTO' } };
const QUERIES: Readonly<Record<string, string>> = {
  'GET /v1/tracks/{agentId}': '?from=2026-01-05T10:00:00Z&to=2026-01-05T11:00:00Z',
};

let api: Api;
let routes: Route[];
const send = sender(() => api);
const nameOf = ({ method, path }: Route) => `${method} ${path}`;

beforeAll(async () => {
  api = await openApi({ WEBHOOK_ALLOW_PRIVATE: 'true' });
  const document = (await api.app.inject('/openapi.json')).json();
  const { schemas } = document.components as { schemas: Record<string, JsonSchema> };
  routes = Object.entries(document.paths as Record<string, Record<string, Operation>>)
    .filter(([path]) => path.startsWith('/v1/'))
    .flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, { requestBody }]) => ({
        method: method.toUpperCase() as Method,
        path,
        body:
          BODIES[`${method.toUpperCase()} ${path}`] ??
          (requestBody && (sampleOf(requestBody.content['application/json'].schema, schemas) as object)),
      })),
    );
});
afterAll(() => api.close());

const anyId = (path: string) =>
  path.replace('{code}', 'CODE').replaceAll(/\{\w+\}/g, '01890000-0000-7000-8000-000000000000');

/** Logs in somebody new. */
async function hire(client: TenantClient, tenant: string, roles: string[]): Promise<Login> {
  const email = `hired-${crypto.randomUUID()}@example.com`;
  const password = 'correct horse battery';
  await createUser(client, { name: 'Hired', email, password, roles });
  return (await send(null, 'POST', '/auth/login', { tenant, email, password })).body;
}

describe('no route', () => {
  it('serves who is not logged in', async () => {
    expect(routes.length).toBeGreaterThan(150);
    const open = [];
    for (const route of routes) {
      const { status, body } = await send(null, route.method, anyId(route.path), route.body);
      if (status !== 401 || body.code !== 'TOKEN_MISSING') open.push(`${nameOf(route)}: ${status}`);
    }
    expect(open).toEqual([]);
  });

  it('but one’s own serves who has no rights, and none but the portal’s a portal user', async () => {
    const client = api.db.forTenant({ tenantId: (await api.logIn('admin@wellcrafted.com')).user.tenantId });
    const nobody = await hire(client, 'well-crafted', ['core:user']);
    const portal = await api.logInPortal('elena@harborview-cellars.example');
    for (const [login, allowed] of [
      [nobody, [...FOR_EVERYBODY, ...FOR_USERS]],
      [portal, PORTAL],
    ] as const) {
      const served = [];
      for (const route of routes) {
        const { status, body } = await send(login, route.method, anyId(route.path), route.body);
        if (status !== 403 || body.code !== 'PERMISSION_MISSING') served.push(nameOf(route));
      }
      expect(served.sort()).toEqual([...allowed].sort());
    }
  });

  it('shows or changes a row of another tenant, to who has all rights in his own', async () => {
    const { rows, tenants } = await rowsOfOthers(api);
    const everything = ['commerce:admin', 'workforce:ADMIN', 'planning:ADMIN', 'construction:ADMIN'];
    const strangers = new Map<string, Login>();
    for (const tenant of ['well-crafted', 'bahinlink']) {
      const client = api.db.forTenant({ tenantId: tenants[tenant] ?? '' });
      strangers.set(tenant, await hire(client, tenant, everything));
    }
    // What only agents do is refused to others before anything is looked for: so he is one, too.
    const { user } = strangers.get('well-crafted') as Login;
    await api.db.forTenant({ tenantId: user.tenantId }).agent.create({
      data: {
        userId: user.id,
        employeeNumber: '1',
        firstName: 'Ann',
        lastName: 'Other',
        hireDate: new Date('2026-01-05'),
      },
    });
    const writes = () =>
      api.db.asAdmin({ actor: 'test', reason: 'count what was written' }, (platform) =>
        platform.auditLog.count({
          where: { actorId: { in: [...strangers.values()].map(({ user }) => user.id) } },
        }),
      );
    const before = await writes();
    const found = [];
    const tried = new Set<string>();
    for (const route of routes.filter(({ path }) => /\{(id|agentId)\}/.test(path))) {
      if (nameOf(route) === 'POST /v1/notifications/{id}/read') continue; // says how many it read: none
      const row = rows.find(({ prefix }) => route.path.startsWith(`${prefix}/{`));
      expect(row, `a row for ${route.path}`).toBeDefined();
      const { prefix, id, tenant } = row as (typeof rows)[number];
      const login = strangers.get(tenant === 'well-crafted' ? 'bahinlink' : 'well-crafted') as Login;
      const url = `${anyId(route.path.replace(/\{\w+\}/, id))}${QUERIES[nameOf(route)] ?? ''}`;
      const { status, body } = await send(login, route.method, url, route.body);
      tried.add(prefix);
      const empty = status === 200 && Array.isArray(body.data) && body.data.length === 0;
      if (status !== 404 && !empty) found.push(`${nameOf(route)}: ${status} ${JSON.stringify(body)}`);
    }
    expect(found).toEqual([]);
    expect(await writes()).toBe(before);
    expect(rows.map(({ prefix }) => prefix).filter((prefix) => !tried.has(prefix))).toEqual([]);
  });
});
