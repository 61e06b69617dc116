DROP INDEX "construction"."customer_contacts_tenant_id_created_at_id_idx";
DROP INDEX "construction"."customer_external_ids_tenant_id_created_at_id_idx";
DROP INDEX "construction"."customer_pricing_tiers_tenant_id_created_at_id_idx";
DROP INDEX "construction"."customer_pricing_tenant_id_created_at_id_idx";
DROP INDEX "construction"."plan_elevations_tenant_id_created_at_id_idx";
DROP INDEX "construction"."plan_options_tenant_id_created_at_id_idx";
DROP INDEX "construction"."plan_template_items_tenant_id_created_at_id_idx";
DROP INDEX "construction"."variance_patterns_tenant_id_created_at_id_idx";
