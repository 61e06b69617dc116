import { errors, jwtVerify, SignJWT } from 'jose';
import { z } from 'zod';
import { HttpProblem } from '../http/problem.ts';
import type { Principal } from './principal.ts';

/** Seconds for which an access token is good. */
export const ACCESS_TOKEN_SECONDS = 15 * 60;

const ISSUER = 'org-api';
const AUDIENCE = 'org-api';
/** RFC 9068: tells access tokens from other JWTs. */
const TYPE = 'at+jwt';

const common = {
  sub: z.guid(),
  /** The login: a token ends with it. */
  sid: z.guid().optional(),
  tenant: z.guid(),
  permissions: z.array(z.string()),
};

const claimsSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('staff'), ...common }),
  z.object({
    kind: z.literal('portal'),
    ...common,
    customer: z.guid(),
    tier: z.enum(['basic', 'standard', 'premium']),
  }),
]);

/** A JWT (HS256) that says who its bearer is, for 15 minutes. */
export async function signAccessToken(key: Uint8Array, principal: Principal): Promise<string> {
  const { id, tenantId, kind, permissions, loginId } = principal;
  const login = loginId === undefined ? {} : { sid: loginId };
  const customer = kind === 'portal' ? { customer: principal.customerId, tier: principal.tier } : {};
  return await new SignJWT({ tenant: tenantId, kind, permissions: [...permissions], ...login, ...customer })
    .setProtectedHeader({ alg: 'HS256', typ: TYPE })
    .setSubject(id)
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setIssuedAt()
    .setExpirationTime(`${ACCESS_TOKEN_SECONDS}s`)
    .setJti(crypto.randomUUID())
    .sign(key);
}

/**
 * Who the bearer of a token is.
 *
 * @throws HttpProblem 401 with TOKEN_EXPIRED, TOKEN_SIGNATURE_WRONG or TOKEN_MALFORMED
 */
export async function verifyAccessToken(key: Uint8Array, token: string): Promise<Principal> {
  try {
    const { payload } = await jwtVerify(token, key, {
      algorithms: ['HS256'],
      issuer: ISSUER,
      audience: AUDIENCE,
      typ: TYPE,
      requiredClaims: ['sub', 'exp', 'iat'],
    });
    return toPrincipal(claimsSchema.parse(payload));
  } catch (error) {
    throw refusal(error);
  }
}

function toPrincipal(claims: z.infer<typeof claimsSchema>): Principal {
  const { sub: id, tenant: tenantId, permissions, sid } = claims;
  const login = sid === undefined ? {} : { loginId: sid };
  return claims.kind === 'staff'
    ? { kind: 'staff', id, tenantId, permissions, ...login }
    : { kind: 'portal', id, tenantId, permissions, customerId: claims.customer, tier: claims.tier, ...login };
}

function refusal(error: unknown): HttpProblem {
  if (error instanceof errors.JWTExpired) {
    return unauthorized('TOKEN_EXPIRED', 'The access token has expired. Refresh it.', error);
  }
  if (
    error instanceof errors.JWSSignatureVerificationFailed ||
    error instanceof errors.JWTClaimValidationFailed
  ) {
    return unauthorized('TOKEN_SIGNATURE_WRONG', 'The access token was not issued by this service.', error);
  }
  return unauthorized('TOKEN_MALFORMED', 'The access token is not readable.', error);
}

function unauthorized(code: string, detail: string, cause: unknown): HttpProblem {
  const challenge = `Bearer realm="org-api", error="invalid_token", error_description="${detail}"`;
  return new HttpProblem(401, code, detail, { cause, headers: { 'www-authenticate': challenge } });
}
