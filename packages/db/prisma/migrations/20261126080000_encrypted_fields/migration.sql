-- Fields marked @encrypted hold text: `enc:`, the version of the tenant's key, and the rest of the ciphertext in base64.
-- What was encrypted before stays readable: the columns, to which it is bound, keep their names.
-- A tenant has a handful of keys, subscriptions and tokens, so each of these is done in milliseconds:
-- orgdb:allow index-blocks-writes Small tables, see above.
-- orgdb:allow type-rewrites Small tables, see above; and the client of the release before cannot read the new text anyway.
-- orgdb:allow check-validated Small tables, see above.

-- CreateEnum
CREATE TYPE "core"."tenant_key_purpose" AS ENUM ('DATA', 'INDEX');

-- AlterTable
ALTER TABLE "core"."tenant_keys" ADD COLUMN "purpose" "core"."tenant_key_purpose" NOT NULL DEFAULT 'DATA';

-- DropIndex
DROP INDEX "core"."tenant_keys_tenant_id_version_key";

-- CreateIndex
CREATE UNIQUE INDEX "tenant_keys_tenant_id_purpose_version_key" ON "core"."tenant_keys"("tenant_id", "purpose", "version");

-- AlterTable
ALTER TABLE "core"."webhook_subscriptions" ALTER COLUMN "secret_ciphertext" TYPE text USING format(
  'enc:%s:%s',
  (get_byte(secret_ciphertext, 1)::bigint << 24) + (get_byte(secret_ciphertext, 2) << 16)
    + (get_byte(secret_ciphertext, 3) << 8) + get_byte(secret_ciphertext, 4),
  translate(encode(substring(secret_ciphertext FROM 6), 'base64'), E'\n', '')
);

-- AlterTable
ALTER TABLE "core"."integration_tokens"
  ALTER COLUMN "ciphertext" TYPE text USING format(
    'enc:%s:%s',
    (get_byte(ciphertext, 1)::bigint << 24) + (get_byte(ciphertext, 2) << 16)
      + (get_byte(ciphertext, 3) << 8) + get_byte(ciphertext, 4),
    translate(encode(substring(ciphertext FROM 6), 'base64'), E'\n', '')
  ),
  ADD COLUMN "secret_index" BYTEA,
  ADD COLUMN "details" JSONB;

-- CreateIndex
CREATE INDEX "integration_tokens_tenant_id_secret_index_idx" ON "core"."integration_tokens"("tenant_id", "secret_index");

-- Audit and encryption, derived from the schema's annotations
DROP TRIGGER audit ON "core"."integration_tokens";
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON "core"."integration_tokens" FOR EACH ROW EXECUTE FUNCTION core.write_audit('IntegrationToken', 'tenant_id', 'ciphertext,secret_index,details');
ALTER TABLE "core"."integration_tokens" ADD CONSTRAINT "integration_tokens_ciphertext_encrypted" CHECK ("ciphertext" ~ '^enc:[1-9][0-9]*:[A-Za-z0-9+/]{38,}={0,2}$');
ALTER TABLE "core"."integration_tokens" ADD CONSTRAINT "integration_tokens_secret_index_encrypted" CHECK (octet_length("secret_index") = 32);
ALTER TABLE "core"."integration_tokens" ADD CONSTRAINT "integration_tokens_details_encrypted" CHECK (jsonb_typeof("details") = 'string' AND "details" #>> '{}' ~ '^enc:[1-9][0-9]*:[A-Za-z0-9+/]{38,}={0,2}$');
ALTER TABLE "core"."webhook_subscriptions" ADD CONSTRAINT "webhook_subscriptions_secret_ciphertext_encrypted" CHECK ("secret_ciphertext" ~ '^enc:[1-9][0-9]*:[A-Za-z0-9+/]{38,}={0,2}$');
