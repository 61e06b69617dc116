DROP INDEX CONCURRENTLY "commerce"."activities_tenant_id_occurred_at_id_idx";
DROP INDEX CONCURRENTLY "commerce"."call_plans_tenant_id_planned_on_id_idx";
DROP INDEX CONCURRENTLY "commerce"."compliance_filings_tenant_id_period_start_id_idx";
DROP INDEX CONCURRENTLY "commerce"."lists_tenant_id_name_id_idx";
DROP INDEX CONCURRENTLY "commerce"."price_list_entries_tenant_id_valid_from_id_idx";
DROP INDEX CONCURRENTLY "commerce"."tasks_tenant_id_created_at_id_idx";
DROP INDEX CONCURRENTLY "core"."api_keys_tenant_id_created_at_id_idx";
DROP INDEX CONCURRENTLY "core"."media_files_tenant_id_created_at_id_idx";
