import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, openApi } from '../../test/open-api.ts';

let api: Api;
beforeAll(async () => {
  api = await openApi({ BODY_LIMIT: '2048' });
});
afterAll(() => api.close());

const json = { 'content-type': 'application/json' };

describe('whatever goes wrong is answered as a problem', () => {
  it.each([
    ['an unknown address', { url: '/nowhere?secret=1' }, 404, 'ROUTE_UNKNOWN'],
    [
      'a method that an address does not take',
      { method: 'PUT', url: '/auth/login' },
      405,
      'METHOD_NOT_ALLOWED',
    ],
    [
      'malformed JSON',
      { method: 'POST', url: '/auth/login', headers: json, payload: '{"a":' },
      400,
      'JSON_MALFORMED',
    ],
    [
      'an empty body',
      { method: 'POST', url: '/auth/login', headers: json, payload: '' },
      400,
      'JSON_MALFORMED',
    ],
    ['no body', { method: 'POST', url: '/auth/login' }, 400, 'VALIDATION_FAILED'],
    [
      'another media type',
      { method: 'POST', url: '/auth/login', headers: { 'content-type': 'application/xml' }, payload: '<a/>' },
      415,
      'MEDIA_TYPE_UNSUPPORTED',
    ],
    [
      'a body that is too large',
      { method: 'POST', url: '/auth/login', headers: json, payload: JSON.stringify({ a: 'x'.repeat(3000) }) },
      413,
      'BODY_TOO_LARGE',
    ],
    [
      'a poisoned prototype',
      { method: 'POST', url: '/auth/login', headers: json, payload: '{"__proto__":{"a":1}}' },
      400,
      'JSON_MALFORMED',
    ],
    ['an address that cannot be decoded', { url: '/v1/users/%' }, 400, 'URL_MALFORMED'],
  ] as const)('%s', async (_, request, status, code) => {
    const response = await api.app.inject(request);
    expect(response.statusCode).toBe(status);
    expect(response.headers['content-type']).toBe('application/problem+json; charset=utf-8');
    const problem = response.json();
    expect(problem).toMatchObject({ type: `urn:org:problem:${code}`, status, code });
    expect(problem.requestId).toBe(response.headers['x-request-id']);
    expect(response.body).not.toMatch(/\bat \/|node_modules|secret=1/);
  });

  it('says which methods an address takes', async () => {
    const response = await api.app.inject({ method: 'PUT', url: '/v1/users/some-id' });
    expect(response.headers.allow).toBe('DELETE, GET, HEAD, PATCH');
  });
});

describe('a request id', () => {
  const idFor = async (id: string) =>
    (await api.app.inject({ url: '/health', headers: { 'x-request-id': id } })).headers['x-request-id'];

  it('is taken from the caller where it is harmless', async () => {
    expect(await idFor('trace-1:a.b')).toBe('trace-1:a.b');
    expect(await idFor('with space')).not.toBe('with space');
    expect(await idFor('x'.repeat(101))).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('headers', () => {
  it('keep browsers from making more of an answer, and tell nothing of what runs here', async () => {
    const { headers } = await api.app.inject('/health');
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none';frame-ancestors 'none'",
    });
    expect(headers).not.toHaveProperty('x-powered-by');
    expect(headers).not.toHaveProperty('server');
  });
});
