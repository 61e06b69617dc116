-- For the lists. Built without blocking writes, so each statement commits by itself.
CREATE INDEX CONCURRENTLY "gaps_tenant_id_status_severity_created_at_idx" ON "planning"."gaps"("tenant_id", "status", "severity", "created_at");
CREATE INDEX CONCURRENTLY "gaps_tenant_id_created_at_id_idx" ON "planning"."gaps"("tenant_id", "created_at", "id");
CREATE INDEX CONCURRENTLY "predictions_tenant_id_project_id_created_at_id_idx" ON "planning"."predictions"("tenant_id", "project_id", "created_at", "id");
CREATE INDEX CONCURRENTLY "predictions_tenant_id_created_at_id_idx" ON "planning"."predictions"("tenant_id", "created_at", "id");
CREATE INDEX CONCURRENTLY "predictions_tenant_id_kind_predicted_on_idx" ON "planning"."predictions"("tenant_id", "kind", "predicted_on");
CREATE INDEX CONCURRENTLY "projects_tenant_id_name_id_idx" ON "planning"."projects"("tenant_id", "name", "id");
CREATE INDEX CONCURRENTLY "projects_tenant_id_status_due_on_idx" ON "planning"."projects"("tenant_id", "status", "due_on");
CREATE INDEX CONCURRENTLY "projects_tenant_id_due_on_id_idx" ON "planning"."projects"("tenant_id", "due_on", "id");
CREATE INDEX CONCURRENTLY "projects_tenant_id_created_at_id_idx" ON "planning"."projects"("tenant_id", "created_at", "id");
CREATE INDEX CONCURRENTLY "project_stakeholders_tenant_id_project_id_name_id_idx" ON "planning"."project_stakeholders"("tenant_id", "project_id", "name", "id");
CREATE INDEX CONCURRENTLY "work_items_tenant_id_project_id_status_idx" ON "planning"."work_items"("tenant_id", "project_id", "status");
CREATE INDEX CONCURRENTLY "work_items_tenant_id_project_id_changed_at_id_idx" ON "planning"."work_items"("tenant_id", "project_id", "changed_at", "id");
