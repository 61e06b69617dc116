import type { Account, OpenSession } from '@org/domain';
import { z } from 'zod';
import { ACCESS_TOKEN_SECONDS, signAccessToken } from './access-token.ts';
import { principalOf } from './principal.ts';

const account = {
  id: z.guid(),
  tenantId: z.guid(),
  email: z.string(),
  name: z.string(),
  roles: z.array(z.string()).describe('Such as `commerce:sales_manager`'),
  permissions: z.array(z.string()).describe('Such as `orders:read`'),
};

/** Who is logged in. */
export const accountSchema = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('staff'), ...account }),
    z.object({
      kind: z.literal('portal'),
      ...account,
      customerId: z.guid(),
      customerName: z.string(),
      tier: z.enum(['basic', 'standard', 'premium']),
    }),
  ])
  .meta({ id: 'Account' });

/** Tokens, and whom they stand for. */
export const sessionSchema = z
  .object({
    accessToken: z.string(),
    refreshToken: z.string().describe('Good once, for the next access token'),
    expiresIn: z.int().describe('Seconds for which the access token is good'),
    user: accountSchema,
  })
  .meta({ id: 'Session' });

/** An account as answers show it. */
export function accountAnswer(account: Account): z.output<typeof accountSchema> {
  return { ...account, roles: [...account.roles], permissions: [...account.permissions] };
}

/** What logging in and refreshing answer. */
export async function sessionAnswer(
  tokenKey: Uint8Array,
  { account, loginId, refreshToken }: OpenSession,
): Promise<z.output<typeof sessionSchema>> {
  const accessToken = await signAccessToken(tokenKey, { ...principalOf(account), loginId });
  return { accessToken, refreshToken, expiresIn: ACCESS_TOKEN_SECONDS, user: accountAnswer(account) };
}
