import { randomBytes } from 'node:crypto';
import { createDb, type Db } from '@org/db';
import { createPreparedDatabase, type TestDatabase } from '@org/db-testing';
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';
import { buildApp } from '../src/app.ts';
import { type Config, parseConfig } from '../src/config.ts';
import { seeded } from './seeded.ts';

/** Who is logged in for a request. */
export interface Login {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly user: { readonly id: string; readonly tenantId: string; readonly permissions: string[] };
}

/** The application over a seeded database of its own. */
export interface Api {
  readonly app: FastifyInstance;
  readonly config: Config;
  readonly database: TestDatabase;
  readonly db: Db;
  /** Of the tenants' data keys, as `ORG_MASTER_KEY` has it. */
  readonly masterKey: string;
  readonly url: string;
  /** Past every policy, to do to the server what a test is about. */
  readonly superuserUrl: string;
  /** E-mails and passwords of the seeds, by e-mail. */
  readonly passwords: ReadonlyMap<string, string>;
  logIn(email: string, tenant?: string): Promise<Login>;
  logInPortal(email: string, tenant?: string): Promise<Login>;
  /** A request, with the token of who is logged in. */
  request(
    login: Login | null,
    method: NonNullable<InjectOptions['method']>,
    url: string,
    body?: object,
  ): Promise<LightMyRequestResponse>;
  close(): Promise<void>;
}

export const SECRET = 'a secret of tests that is long enough for the rules';

export async function openApi(environment: NodeJS.ProcessEnv = {}): Promise<Api> {
  const database = await createPreparedDatabase(seeded);
  const masterKey = randomBytes(32).toString('base64');
  const config = parseConfig({
    NODE_ENV: 'test',
    LOG_LEVEL: 'silent',
    DATABASE_URL: database.url(),
    ORG_TOKEN_SECRET: SECRET,
    LOGIN_RATE_LIMIT: '1000',
    ACCESS_CHECK_MS: '0',
    ORG_MASTER_KEY: masterKey,
    ...environment,
  });
  const db = createDb({
    url: config.databaseUrl,
    adminUrl: database.url('admin'),
    // Tests race twenty requests at once, on machines that are shared: none of them is to wait for a connection in vain.
    pool: { max: 20, connectionTimeoutMs: 15_000 },
    cursorSecret: config.cursorSecret,
    masterKey: config.masterKeys,
  });
  const app = await buildApp(config, db);
  const passwords = new Map(
    database.prepared.flatMap(({ email, password }) => (password ? [[email, password] as const] : [])),
  );

  const logInAt = async (url: string, tenant: string, email: string): Promise<Login> => {
    const body = { tenant, email, password: passwords.get(email) ?? '' };
    const response = await app.inject({ method: 'POST', url, body });
    if (response.statusCode !== 200) throw new Error(`${email}: ${response.body}`);
    return response.json<Login>();
  };

  return {
    app,
    config,
    database,
    db,
    masterKey,
    url: config.databaseUrl,
    superuserUrl: database.superuserUrl,
    passwords,
    logIn: (email, tenant = 'well-crafted') => logInAt('/auth/login', tenant, email),
    logInPortal: (email, tenant = 'well-crafted') => logInAt('/portal/login', tenant, email),
    request: (login, method, url, body) =>
      app.inject({
        method,
        url,
        ...(login ? { headers: { authorization: `Bearer ${login.accessToken}` } } : {}),
        ...(body ? { body } : {}),
      }),
    async close() {
      await app.close();
      await db.close();
      await database.drop();
    },
  };
}
