-- Blind indexes and details are lost; what is encrypted goes back to bytes.
ALTER TABLE "core"."webhook_subscriptions" DROP CONSTRAINT "webhook_subscriptions_secret_ciphertext_encrypted";
ALTER TABLE "core"."webhook_subscriptions" ALTER COLUMN "secret_ciphertext" TYPE bytea
  USING '\x01'::bytea || int4send(split_part(secret_ciphertext, ':', 2)::integer) || decode(split_part(secret_ciphertext, ':', 3), 'base64');

DROP TRIGGER audit ON "core"."integration_tokens";
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON "core"."integration_tokens" FOR EACH ROW EXECUTE FUNCTION core.write_audit('IntegrationToken', 'tenant_id', 'ciphertext');
DROP INDEX "core"."integration_tokens_tenant_id_secret_index_idx";
ALTER TABLE "core"."integration_tokens"
  DROP CONSTRAINT "integration_tokens_ciphertext_encrypted",
  DROP COLUMN "secret_index",
  DROP COLUMN "details";
ALTER TABLE "core"."integration_tokens" ALTER COLUMN "ciphertext" TYPE bytea
  USING '\x01'::bytea || int4send(split_part(ciphertext, ':', 2)::integer) || decode(split_part(ciphertext, ':', 3), 'base64');

DELETE FROM "core"."tenant_keys" WHERE purpose = 'INDEX';
DROP INDEX "core"."tenant_keys_tenant_id_purpose_version_key";
CREATE UNIQUE INDEX "tenant_keys_tenant_id_version_key" ON "core"."tenant_keys"("tenant_id", "version");
ALTER TABLE "core"."tenant_keys" DROP COLUMN "purpose";
DROP TYPE "core"."tenant_key_purpose";
