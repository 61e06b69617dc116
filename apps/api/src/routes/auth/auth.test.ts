import { SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, openApi } from '../../../test/open-api.ts';

let api: Api;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.close());

const post = (url: string, body: object) => api.app.inject({ method: 'POST', url, body });
const manager = { tenant: 'well-crafted', email: 'manager@wellcrafted.com', password: 'demo-password' };

describe('POST /auth/login', () => {
  it('gives tokens for 15 minutes and says who logged in', async () => {
    const response = await post('/auth/login', manager);
    expect(response.statusCode).toBe(200);
    expect(response.json()).toMatchObject({
      accessToken: expect.any(String),
      refreshToken: expect.any(String),
      expiresIn: 900,
      user: { kind: 'staff', email: manager.email, roles: ['commerce:sales_manager'] },
    });
    expect(response.json().user.permissions).toContain('orders:read');
  });

  it.each([
    ['a wrong password', { password: 'wrong' }],
    ['an unknown e-mail', { email: 'nobody@wellcrafted.com' }],
    ['an unknown tenant', { tenant: 'nobody' }],
    ['a user of another tenant', { tenant: 'stratibreak' }],
  ])('answers %s like any other', async (_, change) => {
    const response = await post('/auth/login', { ...manager, ...change });
    expect(response.statusCode).toBe(401);
    expect(response.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    expect(response.json()).toEqual({
      type: 'urn:org:problem:EMAIL_OR_PASSWORD_WRONG',
      title: 'Unauthorized',
      status: 401,
      detail: 'E-mail or password is wrong.',
      instance: '/auth/login',
      code: 'EMAIL_OR_PASSWORD_WRONG',
      requestId: expect.any(String),
    });
  });

  it('names the fields of a body that fails its schema', async () => {
    const response = await post('/auth/login', { tenant: 'well-crafted', email: 'x', extra: 1 });
    expect(response.statusCode).toBe(400);
    expect(response.json()).toMatchObject({ code: 'VALIDATION_FAILED' });
    expect(response.json().errors).toEqual([
      { in: 'body', field: 'email', message: expect.any(String) },
      { in: 'body', field: 'password', message: expect.any(String) },
      { in: 'body', field: '', message: expect.stringContaining('extra') },
    ]);
  });

  it('writes where the login came from to the audit', async () => {
    const headers = { 'x-request-id': 'audit-me-1', 'user-agent': 'a-browser' };
    const response = await api.app.inject({ method: 'POST', url: '/auth/login', body: manager, headers });
    const { user } = response.json();
    const client = api.db.forTenant({ tenantId: user.tenantId });
    const rows = await client.auditLog.findMany({ where: { requestId: 'audit-me-1', action: 'login' } });
    expect(rows).toMatchObject([{ actorId: user.id, ip: '127.0.0.1', userAgent: 'a-browser' }]);
  });
});

describe('POST /portal/login', () => {
  it('gives a portal user a token with his customer', async () => {
    const email = [...api.passwords.keys()].find((one) => one.includes('harborview')) ?? '';
    const login = await api.logInPortal(email);
    expect(login.user).toMatchObject({ kind: 'portal', customerName: 'Harborview Cellars', tier: 'premium' });
    const me = await api.request(login, 'GET', '/v1/me');
    expect(me.json()).toEqual(login.user);
    const users = await api.request(login, 'GET', `/v1/users/${login.user.id}`);
    expect(users.statusCode).toBe(403);
    expect(users.json()).toMatchObject({
      code: 'PERMISSION_MISSING',
      detail: 'This is not part of the portal.',
    });
  });

  it('knows no staff', async () => {
    expect((await post('/portal/login', manager)).statusCode).toBe(401);
  });
});

describe('POST /auth/refresh and /auth/logout', () => {
  it('exchanges a refresh token once', async () => {
    const { refreshToken, user } = await api.logIn(manager.email);
    const next = await post('/auth/refresh', { refreshToken });
    expect(next.statusCode).toBe(200);
    expect(next.json()).toMatchObject({ expiresIn: 900, user });
    const again = await post('/auth/refresh', { refreshToken });
    expect(again.json()).toMatchObject({ status: 401, code: 'SESSION_INVALID' });
    const ended = await post('/auth/refresh', { refreshToken: next.json().refreshToken });
    expect(ended.statusCode).toBe(401);
  });

  it('ends a login', async () => {
    const { refreshToken } = await api.logIn(manager.email);
    const response = await post('/auth/logout', { refreshToken });
    expect(response.statusCode).toBe(204);
    expect(response.body).toBe('');
    expect((await post('/auth/refresh', { refreshToken })).statusCode).toBe(401);
  });

  it('refuses what is no token', async () => {
    expect((await post('/auth/refresh', { refreshToken: 'x' })).json().code).toBe('SESSION_INVALID');
    expect((await post('/auth/logout', { refreshToken: 'x' })).json().code).toBe('SESSION_INVALID');
    expect((await post('/auth/refresh', {})).json().code).toBe('VALIDATION_FAILED');
  });
});

describe('an access token', () => {
  const me = (authorization?: string) =>
    api.app.inject({ url: '/v1/me', headers: authorization === undefined ? {} : { authorization } });

  const sign = (key: Uint8Array, change: (token: SignJWT) => SignJWT = (token) => token, typ = 'at+jwt') =>
    change(
      new SignJWT({ tenant: crypto.randomUUID(), kind: 'staff', permissions: [] })
        .setProtectedHeader({ alg: 'HS256', typ })
        .setSubject(crypto.randomUUID())
        .setIssuer('org-api')
        .setAudience('org-api')
        .setIssuedAt()
        .setExpirationTime('1m'),
    ).sign(key);

  it('is needed', async () => {
    const response = await me();
    expect(response.statusCode).toBe(401);
    expect(response.headers['www-authenticate']).toBe('Bearer realm="org-api"');
    expect(response.json().code).toBe('TOKEN_MISSING');
    expect((await me('Basic abc')).json().code).toBe('TOKEN_MISSING');
  });

  it.each(['x', 'a.b.c', `${'a'.repeat(50)}.e30.`])('that is malformed is refused: %s', async (token) => {
    const response = await me(`Bearer ${token}`);
    expect(response.statusCode).toBe(401);
    expect(response.json().code).toBe('TOKEN_MALFORMED');
    expect(response.headers['www-authenticate']).toContain('error="invalid_token"');
  });

  it('that has expired says so', async () => {
    const token = await sign(api.config.tokenKey, (one) => one.setExpirationTime('-1s'));
    expect((await me(`Bearer ${token}`)).json().code).toBe('TOKEN_EXPIRED');
  });

  it('of another key, issuer, audience or kind of token is refused', async () => {
    const { tokenKey } = api.config;
    const foreign = [
      await sign(new Uint8Array(32).fill(1)),
      await sign(tokenKey, (one) => one.setIssuer('elsewhere')),
      await sign(tokenKey, (one) => one.setAudience('elsewhere')),
      await sign(tokenKey, (one) => one, 'JWT'),
    ];
    for (const token of foreign) {
      expect((await me(`Bearer ${token}`)).json()).toMatchObject({
        status: 401,
        code: 'TOKEN_SIGNATURE_WRONG',
      });
    }
  });

  it('without a signature, or with claims missing, is refused', async () => {
    const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const unsigned = `${encode({ alg: 'none', typ: 'at+jwt' })}.${encode({ sub: 'x', kind: 'staff' })}.`;
    expect((await me(`Bearer ${unsigned}`)).statusCode).toBe(401);
    const token = await sign(api.config.tokenKey, (one) => one.setSubject('not an id'));
    expect((await me(`Bearer ${token}`)).json().code).toBe('TOKEN_MALFORMED');
  });

  it('of a user who is gone tells nothing', async () => {
    const token = await sign(api.config.tokenKey);
    expect((await me(`Bearer ${token}`)).json()).toMatchObject({ status: 401, code: 'TOKEN_REVOKED' });
  });
});

describe('POST /v1/me/password', () => {
  it('changes the password of who knows it, and ends his sessions', async () => {
    const login = await api.logIn('user@stratibreak.com', 'stratibreak');
    const change = (currentPassword: string, newPassword: string) =>
      api.request(login, 'POST', '/v1/me/password', { currentPassword, newPassword });
    expect((await change('not it', 'a new password')).json()).toMatchObject({
      status: 403,
      code: 'PASSWORD_WRONG',
    });
    expect((await change('user123', 'short')).json()).toMatchObject({
      status: 400,
      code: 'VALIDATION_FAILED',
    });
    expect((await change('user123', 'a new password')).statusCode).toBe(204);
    expect((await post('/auth/refresh', { refreshToken: login.refreshToken })).statusCode).toBe(401);
    const again = { tenant: 'stratibreak', email: 'user@stratibreak.com', password: 'a new password' };
    expect((await post('/auth/login', again)).statusCode).toBe(200);
  });
});
