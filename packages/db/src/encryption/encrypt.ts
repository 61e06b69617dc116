import { MODELS } from '../../generated/models.ts';
import { DbError } from '../errors/db-error.ts';
import { open, seal } from './aes-gcm.ts';
import { binding } from './binding.ts';
import { FieldCipher, purposeOf } from './field-cipher.ts';
import { tenantKeysOf } from './tenant-keys-of.ts';

/**
 * Ciphertext: one byte format (1), four bytes key version (big-endian), then nonce (12), tag (16) and the encrypted
 * text, all authenticated together with the tenant's id, the key version and the purpose.
 */
const FORMAT = 1;
const HEADER = 5;

type Client = object;

/**
 * Encrypts a value with the data key of the client's tenant, which is made at the first use.
 *
 * @param client a client of `forTenant`, or of one of its transactions
 * @param plaintext text, or bytes
 * @param purpose what the value is (`integration_tokens.ciphertext`); the same is needed to decrypt
 * @throws DbError MASTER_KEY_MISSING; TENANT_CONTEXT_MISSING for a client without a tenant
 */
export async function encryptForTenant(
  client: Client,
  plaintext: string | Uint8Array,
  purpose: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const { tenantId, dataKeys } = tenantKeysOf(client);
  const { version, key } = await dataKeys.newest(tenantId);
  const bytes = typeof plaintext === 'string' ? Buffer.from(plaintext, 'utf8') : plaintext;
  const header = Buffer.alloc(HEADER);
  header.writeUInt8(FORMAT);
  header.writeUInt32BE(version, 1);
  return new Uint8Array(Buffer.concat([header, seal(key, bytes, binding(tenantId, version, purpose))]));
}

/**
 * Decrypts to bytes what `encryptForTenant` made; any version of the tenant's key serves.
 *
 * @throws DbError DECRYPTION_FAILED when the bytes were changed, or belong to another tenant or purpose;
 * MASTER_KEY_MISSING
 */
export async function decryptForTenant(
  client: Client,
  ciphertext: Uint8Array,
  purpose: string,
): Promise<Buffer> {
  const { tenantId, dataKeys } = tenantKeysOf(client);
  if (ciphertext.length < HEADER || ciphertext[0] !== FORMAT) {
    throw new DbError('DECRYPTION_FAILED', 'The bytes are not a ciphertext of this package.');
  }
  const version = Buffer.from(ciphertext.subarray(1, HEADER)).readUInt32BE();
  const { key } = await dataKeys.version(tenantId, version);
  return open(key, ciphertext.subarray(HEADER), binding(tenantId, version, purpose));
}

/** `decryptForTenant`, for text. */
export async function decryptTextForTenant(
  client: Client,
  ciphertext: Uint8Array,
  purpose: string,
): Promise<string> {
  return (await decryptForTenant(client, ciphertext, purpose)).toString('utf8');
}

/**
 * Decrypts what raw SQL read from the column of an encrypted field.
 *
 * @param model name of the Prisma model, and `field` of its field
 * @throws DbError DECRYPTION_FAILED, MASTER_KEY_MISSING; QUERY_INVALID when the field is not encrypted
 */
export async function decryptField(
  client: Client,
  model: string,
  field: string,
  ciphertext: string,
): Promise<string> {
  const { tenantId, dataKeys } = tenantKeysOf(client);
  const facts = MODELS[model];
  const encrypted = facts?.encrypted[field];
  if (!encrypted) throw new DbError('QUERY_INVALID', `There is no encrypted field ${model}.${field}.`);
  return await new FieldCipher(dataKeys, tenantId).open(ciphertext, purposeOf(facts, encrypted.column));
}
