import type { Db, TenantClient } from '@org/db';
import { looksLikeApiKey, type RequestOrigin, useApiKey } from '@org/domain';
import type { FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import type { RouteAccess } from '../auth/access.ts';
import { verifyAccessToken } from '../auth/access-token.ts';
import { CurrentPrincipals } from '../auth/current-principals.ts';
import { contextOf, type Principal } from '../auth/principal.ts';
import { requirePermission } from '../auth/require-permission.ts';
import { HttpProblem } from '../http/problem.ts';
import { requestOrigin } from '../http/request-origin.ts';
import { whileConnected } from '../http/while-connected.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who makes the request. Only in routes with `access`. */
    principal: Principal;
    /** The database as the principal may see it. Only in routes with `access`. */
    tenant: TenantClient;
  }
}

interface AuthOptions {
  readonly db: Db;
  readonly tokenKey: Uint8Array;
  /** How long it is remembered what somebody may do, in milliseconds. */
  readonly accessCheckMs: number;
}

/** Lets into routes with `access` those who may use them, and gives these routes the principal and his database. */
export const authPlugin = fp<AuthOptions>(
  async (app, { db, tokenKey, accessCheckMs }) => {
    const current = new CurrentPrincipals(db, accessCheckMs);
    // Fastify wants what each request sets anew to be declared; `access` decides whether it is set.
    app.decorateRequest('principal');
    app.decorateRequest('tenant');

    app.addHook('onRoute', (route) => {
      if (route.url.startsWith('/v1/') && !route.config?.access) {
        throw new Error(`${String(route.method)} ${route.url} does not say who may use it.`);
      }
    });

    // Before the body is read: who may not use a route learns nothing of it, and sends nothing into memory.
    app.addHook('onRequest', async (request, reply) => {
      const { access } = request.routeOptions.config;
      if (!access) return;
      const origin = requestOrigin(request);
      const token = bearerToken(request);
      const principal = looksLikeApiKey(token)
        ? await principalOfKey(db, token, origin)
        : await current.of(await verifyAccessToken(tokenKey, token));
      checkAccess(access, principal);
      request.principal = principal;
      // What only reads ends with the one who asked; what changes something is finished.
      const signal = request.method === 'GET' ? whileConnected(reply) : undefined;
      request.tenant = db.forTenant(contextOf(principal, origin), { signal });
    });
  },
  { name: 'auth', dependencies: ['errors'] },
);

async function principalOfKey(db: Db, key: string, origin: RequestOrigin): Promise<Principal> {
  const { apiKeyId, tenantId, userId, permissions } = await useApiKey(db, key, origin);
  return { kind: 'staff', id: userId, tenantId, permissions, apiKeyId };
}

function bearerToken(request: FastifyRequest): string {
  const [, token] = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '') ?? [];
  if (token !== undefined) return token;
  throw new HttpProblem(
    401,
    'TOKEN_MISSING',
    'Send an access token or an API key: `Authorization: Bearer …`.',
    {
      headers: { 'www-authenticate': 'Bearer realm="org-api"' },
    },
  );
}

function checkAccess({ portal, permissions }: RouteAccess, principal: Principal): void {
  if (principal.kind === 'portal' && !portal) {
    throw new HttpProblem(403, 'PERMISSION_MISSING', 'This is not part of the portal.');
  }
  requirePermission(principal, ...permissions);
}
