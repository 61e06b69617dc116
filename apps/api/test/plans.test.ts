import { randomBytes } from 'node:crypto';
import { createDb, type Db, PERMISSIONS } from '@org/db';
import { seedVolume } from '@org/db/seeds';
import { createPreparedDatabase, type TestDatabase } from '@org/db-testing';
import type { FastifyInstance } from 'fastify';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildApp } from '../src/app.ts';
import { signAccessToken } from '../src/auth/access-token.ts';
import type { Principal } from '../src/auth/principal.ts';
import { parseConfig } from '../src/config.ts';
import { SECRET } from './open-api.ts';
import { PlanReader, type Statement } from './plans/read-plans.ts';
import { type Known, otherQueries, type Parameter, plainQuery } from './plans/requests.ts';
import { seeded } from './seeded.ts';

// Every route that only reads, as the OpenAPI document lists them, so that a new one is among them: asked in each order and
// by each filter, in the busiest of many tenants, its statements are looked at.
let database: TestDatabase;
let db: Db;
let app: FastifyInstance;
let reader: PlanReader;
let statements: Statement[] = [];
let staff: Asking;
let portalUser: Asking;
let customerId: string;

/** Who asks, and how the database is told of him. */
interface Asking {
  readonly token: string;
  readonly settings: Readonly<Record<string, string>>;
}

// Some thousand rows of the busiest tenant in each large table: enough for PostgreSQL to want an index.
const VOLUME = { tenants: 10, scale: 0.02 };

beforeAll(async () => {
  database = await createPreparedDatabase(seeded);
  await seedVolume({ url: database.url('owner'), ...VOLUME });
  const config = parseConfig({
    NODE_ENV: 'test',
    LOG_LEVEL: 'silent',
    DATABASE_URL: database.url(),
    ORG_TOKEN_SECRET: SECRET,
    ORG_MASTER_KEY: randomBytes(32).toString('base64'),
  });
  db = createDb({
    url: config.databaseUrl,
    cursorSecret: config.cursorSecret,
    masterKey: config.masterKeys,
    slowStatements: {
      thresholdMs: 0,
      values: true,
      report: ({ sql, values = [] }) => statements.push({ sql, values }),
    },
  });
  app = await buildApp(config, db);
  await app.ready();
  reader = await PlanReader.open(database.url(), { large: 2_000, read: 1_500, sorted: 600 });
  const { tenantId, userId, portalUserId, customerId: customer } = await readSomebody(database.url('owner'));
  customerId = customer;
  const permissions = Object.keys(PERMISSIONS);
  const ask = async (principal: Principal, settings: Record<string, string>): Promise<Asking> => ({
    token: await signAccessToken(config.tokenKey, principal),
    settings: { 'app.current_tenant_id': tenantId, ...settings },
  });
  staff = await ask({ kind: 'staff', id: userId, tenantId, permissions }, {});
  portalUser = await ask(
    { kind: 'portal', id: portalUserId, tenantId, permissions, customerId, tier: 'premium' },
    {
      'app.current_portal_user_id': portalUserId,
      'app.current_customer_id': customerId,
      'app.current_customer_tier': 'premium',
    },
  );
  // What the volume data leave out, as it is encrypted or set by a tenant's own hand.
  const headers = { authorization: `Bearer ${staff.token}` };
  const made = [
    await app.inject({
      method: 'POST',
      url: '/v1/webhooks',
      headers,
      body: { url: 'https://example.com/hook' },
    }),
    await app.inject({ method: 'PUT', url: '/v1/configuration/shown', headers, body: { value: 1 } }),
  ];
  expect(made.map(({ statusCode }) => statusCode)).toEqual([201, 200]);
});
afterAll(async () => {
  await reader?.end();
  await app?.close();
  await db?.close();
  await database?.drop();
});

it('serves every list and report by an index', async () => {
  const found: string[] = [];
  for (const [path, parameters] of routes()) found.push(...(await lookAt(staff, path, parameters)));
  expect(found).toEqual([]);
});

it('serves every list of the portal by an index', async () => {
  const found: string[] = [];
  let served = 0;
  for (const [path, parameters] of routes()) {
    if (path.includes('{')) continue;
    const { status } = await ask(portalUser, path, plainQuery(path, parameters));
    if (status === 403) continue;
    served += 1;
    found.push(...(await lookAt(portalUser, path, parameters)));
  }
  expect(found).toEqual([]);
  expect(served).toBeGreaterThan(5);
});

function routes(): [string, Parameter[]][] {
  const { paths } = app.swagger() as {
    paths: Record<string, { get?: { parameters?: Parameter[] } } | undefined>;
  };
  const reading = Object.entries(paths).flatMap(([path, methods]): [string, Parameter[]][] =>
    path.startsWith('/v1/') && methods?.get && !ENDLESS.has(path)
      ? [[path, methods.get.parameters ?? []]]
      : [],
  );
  expect(reading.length).toBeGreaterThan(50);
  return reading;
}

/** A stream that ends with its reader; what it reads, `/v1/changes` reads too. */
const ENDLESS = new Set(['/v1/changes/stream']);

/** Lists whose rows name what a path asks for, where it is not the list of the path before it. */
const NAMED_BY: Readonly<Record<string, string>> = {
  '/v1/tracks/{agentId}': '/v1/agents',
  '/v1/shifts/{id}/candidates': '/v1/shifts?unassigned=true&order=-startTime',
};

async function lookAt(who: Asking, path: string, parameters: readonly Parameter[]): Promise<string[]> {
  const address = await fillIn(path);
  const plain = plainQuery(path, parameters);
  const first = await ask(who, address, plain);
  const { data = [], page } = first.body;
  const queries = [plain, ...otherQueries(path, parameters, [...data, { customerId }])];
  if (page?.next) queries.push(new URLSearchParams([...plain, ['cursor', page.next]]));
  const found: string[] = [];
  for (const query of queries) {
    const answer = await ask(who, address, query);
    if (answer.status !== 200)
      found.push(`${path}?${query}: ${answer.status} ${JSON.stringify(answer.body)}`);
    for (const statement of answer.statements) {
      const problems = await reader.problems(statement, who.settings);
      found.push(...problems.map((problem) => `${path}?${query}: ${problem}: ${statement.sql}`));
    }
  }
  return found;
}

interface Answer {
  readonly status: number;
  readonly body: { readonly data?: Known[]; readonly page?: { readonly next?: string | null } };
  readonly statements: readonly Statement[];
}

async function ask({ token }: Asking, address: string, query: URLSearchParams): Promise<Answer> {
  statements = [];
  const response = await app.inject({
    method: 'GET',
    url: query.size > 0 ? `${address}?${query}` : address,
    headers: { authorization: `Bearer ${token}` },
  });
  return {
    status: response.statusCode,
    body: response.json(),
    statements: statements.filter(({ sql }) => /^\s*(SELECT|WITH)/i.test(sql)),
  };
}

/** Puts the id of a row of the list before it in place of each parameter of a path. */
async function fillIn(path: string): Promise<string> {
  const parameter = /^(.*?)\/\{(\w+)\}(.*)$/.exec(path);
  if (!parameter) return path;
  const [, list = '', name = '', rest = ''] = parameter;
  const named = NAMED_BY[path] ?? list;
  const { body } = await ask(staff, named, new URLSearchParams());
  const row = body.data?.[0];
  const value = row?.[name] ?? row?.id;
  if (value === undefined) throw new Error(`${named} shows nothing that "${path}" could be asked for`);
  return fillIn(`${list}/${String(value)}${rest}`);
}

/** An administrator of the busiest tenant, and a user of its smallest customer: what is read for him is little. */
async function readSomebody(url: string) {
  const owner = new pg.Client({ connectionString: url });
  await owner.connect();
  try {
    const { rows } = await owner.query<Record<'tenantId' | 'userId' | 'portalUserId' | 'customerId', string>>(
      `SELECT t.id AS "tenantId", u.id AS "userId", p.id AS "portalUserId", p.customer_id AS "customerId"
       FROM core.tenants t
       JOIN core.users u ON u.tenant_id = t.id AND u.email = 'admin@stratibreak.com'
       JOIN commerce.portal_users p ON p.tenant_id = t.id
       WHERE t.slug = 'volume-001'
       ORDER BY (SELECT count(*) FROM commerce.orders o WHERE o.tenant_id = t.id AND o.customer_id = p.customer_id) LIMIT 1`,
    );
    const [somebody] = rows;
    if (!somebody) throw new Error('the volume data have no administrator, or no portal user');
    // What he may is read anew with each request: a role that may everything, so that no route is left out.
    await owner.query(
      `WITH role AS (INSERT INTO core.tenant_roles (tenant_id, name) VALUES ($1, 'everything') RETURNING tenant_id, id),
       rights AS (INSERT INTO core.tenant_role_permissions SELECT role.tenant_id, role.id, key FROM role, core.permissions)
       INSERT INTO core.user_roles (tenant_id, user_id, tenant_role_id) SELECT tenant_id, $2, id FROM role`,
      [somebody.tenantId, somebody.userId],
    );
    return somebody;
  } finally {
    await owner.end();
  }
}
