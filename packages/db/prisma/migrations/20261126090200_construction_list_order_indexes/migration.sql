-- Lists come page by page in the order of creation: without these a page sorts all rows of its tenant. Writes go on.
CREATE INDEX CONCURRENTLY "customer_contacts_tenant_id_created_at_id_idx" ON "construction"."customer_contacts"("tenant_id", "created_at", "id");
CREATE INDEX CONCURRENTLY "customer_external_ids_tenant_id_created_at_id_idx" ON "construction"."customer_external_ids"("tenant_id", "created_at", "id");
CREATE INDEX CONCURRENTLY "customer_pricing_tiers_tenant_id_created_at_id_idx" ON "construction"."customer_pricing_tiers"("tenant_id", "created_at", "id");
CREATE INDEX CONCURRENTLY "customer_pricing_tenant_id_created_at_id_idx" ON "construction"."customer_pricing"("tenant_id", "created_at", "id");
CREATE INDEX CONCURRENTLY "plan_elevations_tenant_id_created_at_id_idx" ON "construction"."plan_elevations"("tenant_id", "created_at", "id");
CREATE INDEX CONCURRENTLY "plan_options_tenant_id_created_at_id_idx" ON "construction"."plan_options"("tenant_id", "created_at", "id");
CREATE INDEX CONCURRENTLY "plan_template_items_tenant_id_created_at_id_idx" ON "construction"."plan_template_items"("tenant_id", "created_at", "id");
CREATE INDEX CONCURRENTLY "variance_patterns_tenant_id_created_at_id_idx" ON "construction"."variance_patterns"("tenant_id", "created_at", "id");
