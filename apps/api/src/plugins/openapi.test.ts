import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, openApi } from '../../test/open-api.ts';

interface Operation {
  readonly summary?: string;
  readonly tags?: string[];
  readonly security?: object[];
  readonly responses: Record<string, { description: string; content?: object }>;
}

let api: Api;
beforeAll(async () => {
  api = await openApi();
});
afterAll(() => api.close());

describe('/openapi.json', () => {
  it('is OpenAPI 3.1 and describes every route, its problems and who may use it', async () => {
    const document = (await api.app.inject('/openapi.json')).json();
    expect(document.openapi).toBe('3.1.0');
    const operations = Object.entries(document.paths as Record<string, Record<string, Operation>>).flatMap(
      ([path, methods]) => Object.values(methods).map((operation) => ({ path, operation })),
    );
    expect(operations.map(({ path }) => path)).toEqual(
      expect.arrayContaining([
        '/health',
        '/ready',
        '/auth/login',
        '/portal/login',
        '/v1/me',
        '/v1/users/{id}',
      ]),
    );
    for (const { path, operation } of operations) {
      expect(operation.summary, path).toBeTruthy();
      expect(operation.tags, path).toHaveLength(1);
      expect(operation.responses, path).toHaveProperty('default.content.application/problem+json');
      if (path.startsWith('/v1/')) {
        expect(operation.security, path).toEqual([{ bearer: [] }]);
        expect(Object.keys(operation.responses), path).toEqual(expect.arrayContaining(['401', '403']));
      }
    }
  });

  it('holds what it refers to, and nothing else', async () => {
    const { body } = await api.app.inject('/openapi.json');
    const document = JSON.parse(body);
    const references = [...body.matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)].map(
      ([, name]) => name,
    );
    expect(references.length).toBeGreaterThan(0);
    expect(Object.keys(document.components.schemas).sort()).toEqual([...new Set(references)].sort());
    expect(body).not.toContain('Default Response');
  });
});

describe('/docs', () => {
  it('is a page whose scripts and styles all come from here', async () => {
    const page = await api.app.inject('/docs/');
    expect(page.statusCode).toBe(200);
    expect(page.headers['content-type']).toContain('text/html');
    expect(page.headers['content-security-policy']).toContain("script-src 'self'");
    const assets = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, address = '']) => address);
    expect(assets.length).toBeGreaterThan(3);
    for (const address of assets) {
      const { pathname, hostname } = new URL(address, 'http://here/docs/');
      expect(hostname).toBe('here');
      expect((await api.app.inject(pathname)).statusCode, pathname).toBe(200);
    }
  });
});
