import type { TenantClient, TenantTransaction } from '@org/db';

import { CREDENTIAL_KINDS, type Credentials } from './integration-input.ts';

/** Replaces the credentials of an integration; the database holds them encrypted. */
export async function writeCredentials(
  tx: TenantTransaction,
  integrationId: string,
  credentials: Credentials,
): Promise<void> {
  await tx.integrationToken.deleteMany({ where: { integrationId } });
  for (const kind of CREDENTIAL_KINDS) {
    const secret = credentials[kind];
    if (secret === undefined) continue;
    await tx.integrationToken.create({ data: { integrationId, kind, secret }, select: { id: true } });
  }
}

/**
 * The credentials of an integration, for its connector and nobody else: they are neither logged nor put into an error.
 *
 * @throws DbError DECRYPTION_FAILED, MASTER_KEY_MISSING
 */
export async function readCredentials(client: TenantClient, integrationId: string): Promise<Credentials> {
  const rows = await client.integrationToken.findMany({
    where: { integrationId },
    select: { kind: true, secret: true },
  });
  const credentials: Credentials = {};
  for (const { kind, secret } of rows) {
    const known = CREDENTIAL_KINDS.find((one) => one === kind);
    if (known) credentials[known] = secret;
  }
  return credentials;
}
