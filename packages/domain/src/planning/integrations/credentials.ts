import { decryptTextForTenant, encryptForTenant, type TenantClient, type TenantTransaction } from '@org/db';

import { CREDENTIAL_KINDS, type Credentials } from './integration-input.ts';

/** What a credential's ciphertext is bound to. */
const PURPOSE = 'integration_tokens.ciphertext';

/** Replaces the credentials of an integration; each is encrypted with the tenant's key. */
export async function writeCredentials(
  tx: TenantTransaction,
  integrationId: string,
  credentials: Credentials,
): Promise<void> {
  await tx.integrationToken.deleteMany({ where: { integrationId } });
  for (const kind of CREDENTIAL_KINDS) {
    const secret = credentials[kind];
    if (secret === undefined) continue;
    const ciphertext = await encryptForTenant(tx, secret, PURPOSE);
    await tx.integrationToken.create({ data: { integrationId, kind, ciphertext }, select: { id: true } });
  }
}

/**
 * The credentials of an integration, for its connector and nobody else: they are neither logged nor put into an error.
 *
 * @throws DbError DECRYPTION_FAILED, MASTER_KEY_MISSING
 */
export async function readCredentials(client: TenantClient, integrationId: string): Promise<Credentials> {
  const rows = await client.integrationToken.findMany({ where: { integrationId } });
  const credentials: Credentials = {};
  for (const { kind, ciphertext } of rows) {
    const known = CREDENTIAL_KINDS.find((one) => one === kind);
    if (known) credentials[known] = await decryptTextForTenant(client, ciphertext, PURPOSE);
  }
  return credentials;
}
