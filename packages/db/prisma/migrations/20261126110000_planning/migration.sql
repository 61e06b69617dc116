-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "planning";

-- CreateEnum
CREATE TYPE "planning"."gap_type" AS ENUM ('resource', 'process', 'communication', 'technology', 'culture', 'timeline', 'quality', 'budget', 'skill', 'governance');

-- CreateEnum
CREATE TYPE "planning"."gap_severity" AS ENUM ('LOW', 'MEDIUM', 'HIGH', 'CRITICAL');

-- CreateEnum
CREATE TYPE "planning"."gap_status" AS ENUM ('OPEN', 'IN_PROGRESS', 'RESOLVED', 'DISMISSED');

-- CreateEnum
CREATE TYPE "planning"."gap_source" AS ENUM ('MANUAL', 'ANALYSIS');

-- CreateEnum
CREATE TYPE "planning"."remediation_status" AS ENUM ('PROPOSED', 'PLANNED', 'IN_PROGRESS', 'DONE', 'REJECTED');

-- CreateEnum
CREATE TYPE "planning"."prediction_kind" AS ENUM ('delay', 'budget_overrun', 'quality', 'scope');

-- CreateEnum
CREATE TYPE "planning"."project_status" AS ENUM ('PLANNED', 'ACTIVE', 'ON_HOLD', 'COMPLETED', 'CANCELLED');

-- CreateEnum
CREATE TYPE "planning"."project_priority" AS ENUM ('LOW', 'MEDIUM', 'HIGH', 'CRITICAL');

-- CreateEnum
CREATE TYPE "planning"."stakeholder_role" AS ENUM ('SPONSOR', 'OWNER', 'CONTRIBUTOR', 'APPROVER', 'CONSULTED', 'INFORMED');

-- CreateEnum
CREATE TYPE "planning"."stakeholder_level" AS ENUM ('LOW', 'MEDIUM', 'HIGH');

-- CreateEnum
CREATE TYPE "planning"."project_metric" AS ENUM ('team_size', 'skill_coverage', 'cycle_time', 'response_time', 'availability', 'morale', 'open_defects', 'decision_delay');

-- CreateEnum
CREATE TYPE "planning"."work_item_status" AS ENUM ('TODO', 'IN_PROGRESS', 'DONE');

-- CreateEnum
CREATE TYPE "planning"."work_item_kind" AS ENUM ('TASK', 'DEFECT');

-- CreateTable
CREATE TABLE "planning"."gaps" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "project_id" UUID NOT NULL,
    "type" "planning"."gap_type" NOT NULL,
    "source" "planning"."gap_source" NOT NULL DEFAULT 'MANUAL',
    "severity" "planning"."gap_severity" NOT NULL,
    "status" "planning"."gap_status" NOT NULL DEFAULT 'OPEN',
    "title" VARCHAR(200) NOT NULL,
    "impact" VARCHAR(2000) NOT NULL DEFAULT '',
    "current_state" VARCHAR(1000) NOT NULL,
    "target_state" VARCHAR(1000) NOT NULL,
    "shortfall" DECIMAL(9,4),
    "observed_on" DATE,
    "reviewed_by_id" UUID,
    "reviewed_at" TIMESTAMPTZ(3),
    "resolved_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "gaps_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "planning"."gap_root_causes" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "gap_id" UUID NOT NULL,
    "source" "planning"."gap_source" NOT NULL DEFAULT 'MANUAL',
    "description" VARCHAR(500) NOT NULL,
    "evidence" VARCHAR(2000) NOT NULL,
    "confidence" DECIMAL(4,3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "gap_root_causes_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "planning"."remediation_actions" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "gap_id" UUID NOT NULL,
    "source" "planning"."gap_source" NOT NULL DEFAULT 'MANUAL',
    "title" VARCHAR(500) NOT NULL,
    "status" "planning"."remediation_status" NOT NULL DEFAULT 'PROPOSED',
    "assignee_id" UUID,
    "due_on" DATE,
    "completed_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "remediation_actions_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "planning"."predictions" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "project_id" UUID NOT NULL,
    "kind" "planning"."prediction_kind" NOT NULL,
    "probability" DECIMAL(5,4) NOT NULL,
    "predicted_on" DATE NOT NULL,
    "horizon_on" DATE NOT NULL,
    "threshold" DECIMAL(14,2),
    "model" VARCHAR(50) NOT NULL,
    "model_version" VARCHAR(20) NOT NULL,
    "recommended_actions" VARCHAR(500)[] DEFAULT ARRAY[]::VARCHAR(500)[],
    "outcome" BOOLEAN,
    "outcome_recorded_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "predictions_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "planning"."prediction_factors" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "prediction_id" UUID NOT NULL,
    "position" SMALLINT NOT NULL,
    "name" VARCHAR(100) NOT NULL,
    "detail" VARCHAR(500) NOT NULL,
    "weight" DECIMAL(4,3) NOT NULL,

    CONSTRAINT "prediction_factors_pkey" PRIMARY KEY ("tenant_id","prediction_id","position")
);

-- CreateTable
CREATE TABLE "planning"."projects" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "name" VARCHAR(200) NOT NULL,
    "description" VARCHAR(4000) NOT NULL DEFAULT '',
    "status" "planning"."project_status" NOT NULL DEFAULT 'PLANNED',
    "priority" "planning"."project_priority" NOT NULL DEFAULT 'MEDIUM',
    "starts_on" DATE NOT NULL,
    "due_on" DATE NOT NULL,
    "completed_on" DATE,
    "budget" DECIMAL(14,2),
    "currency" CHAR(3),
    "progress" DECIMAL(5,2) NOT NULL DEFAULT 0,
    "owner_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "projects_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "planning"."project_stakeholders" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "project_id" UUID NOT NULL,
    "user_id" UUID,
    "name" VARCHAR(120) NOT NULL,
    "email" VARCHAR(180),
    "role" "planning"."stakeholder_role" NOT NULL,
    "influence" "planning"."stakeholder_level" NOT NULL DEFAULT 'MEDIUM',
    "interest" "planning"."stakeholder_level" NOT NULL DEFAULT 'MEDIUM',
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "project_stakeholders_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "planning"."project_targets" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "project_id" UUID NOT NULL,
    "metric" "planning"."project_metric" NOT NULL,
    "value" DECIMAL(12,2) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "project_targets_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "planning"."project_snapshots" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "project_id" UUID NOT NULL,
    "taken_on" DATE NOT NULL,
    "total_items" INTEGER NOT NULL,
    "completed_items" INTEGER NOT NULL,
    "spent" DECIMAL(14,2) NOT NULL DEFAULT 0,
    "open_defects" INTEGER NOT NULL DEFAULT 0,
    "team_size" DECIMAL(8,2),
    "skill_coverage" DECIMAL(5,2),
    "cycle_time" DECIMAL(8,2),
    "response_time" DECIMAL(8,2),
    "availability" DECIMAL(5,2),
    "morale" DECIMAL(5,2),
    "decision_delay" DECIMAL(8,2),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "project_snapshots_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateTable
CREATE TABLE "planning"."work_items" (
    "tenant_id" UUID NOT NULL DEFAULT core.current_tenant_id(),
    "id" UUID NOT NULL DEFAULT core.uuid_v7(),
    "project_id" UUID NOT NULL,
    "integration_id" UUID NOT NULL,
    "external_id" VARCHAR(200) NOT NULL,
    "title" VARCHAR(500) NOT NULL,
    "kind" "planning"."work_item_kind" NOT NULL DEFAULT 'TASK',
    "status" "planning"."work_item_status" NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "work_items_pkey" PRIMARY KEY ("tenant_id","id")
);

-- CreateIndex
CREATE INDEX "gaps_tenant_id_project_id_created_at_id_idx" ON "planning"."gaps"("tenant_id", "project_id", "created_at", "id");

-- CreateIndex
CREATE INDEX "gaps_tenant_id_reviewed_by_id_idx" ON "planning"."gaps"("tenant_id", "reviewed_by_id");

-- CreateIndex
CREATE INDEX "gap_root_causes_tenant_id_gap_id_confidence_idx" ON "planning"."gap_root_causes"("tenant_id", "gap_id", "confidence");

-- CreateIndex
CREATE INDEX "remediation_actions_tenant_id_gap_id_created_at_idx" ON "planning"."remediation_actions"("tenant_id", "gap_id", "created_at");

-- CreateIndex
CREATE INDEX "remediation_actions_tenant_id_assignee_id_status_due_on_idx" ON "planning"."remediation_actions"("tenant_id", "assignee_id", "status", "due_on");

-- CreateIndex
CREATE UNIQUE INDEX "predictions_tenant_id_project_id_kind_predicted_on_model_mo_key" ON "planning"."predictions"("tenant_id", "project_id", "kind", "predicted_on", "model", "model_version");

-- CreateIndex
CREATE INDEX "projects_tenant_id_owner_id_idx" ON "planning"."projects"("tenant_id", "owner_id");

-- CreateIndex
CREATE INDEX "project_stakeholders_tenant_id_user_id_idx" ON "planning"."project_stakeholders"("tenant_id", "user_id");

-- CreateIndex
CREATE UNIQUE INDEX "project_stakeholders_tenant_id_project_id_user_id_key" ON "planning"."project_stakeholders"("tenant_id", "project_id", "user_id");

-- CreateIndex
CREATE UNIQUE INDEX "project_targets_tenant_id_project_id_metric_key" ON "planning"."project_targets"("tenant_id", "project_id", "metric");

-- CreateIndex
CREATE UNIQUE INDEX "project_snapshots_tenant_id_project_id_taken_on_key" ON "planning"."project_snapshots"("tenant_id", "project_id", "taken_on");

-- CreateIndex
CREATE UNIQUE INDEX "work_items_tenant_id_integration_id_external_id_key" ON "planning"."work_items"("tenant_id", "integration_id", "external_id");

-- AddForeignKey
ALTER TABLE "planning"."gaps" ADD CONSTRAINT "gaps_tenant_id_project_id_fkey" FOREIGN KEY ("tenant_id", "project_id") REFERENCES "planning"."projects"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "planning"."gaps" ADD CONSTRAINT "gaps_tenant_id_reviewed_by_id_fkey" FOREIGN KEY ("tenant_id", "reviewed_by_id") REFERENCES "core"."users"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "planning"."gap_root_causes" ADD CONSTRAINT "gap_root_causes_tenant_id_gap_id_fkey" FOREIGN KEY ("tenant_id", "gap_id") REFERENCES "planning"."gaps"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "planning"."remediation_actions" ADD CONSTRAINT "remediation_actions_tenant_id_gap_id_fkey" FOREIGN KEY ("tenant_id", "gap_id") REFERENCES "planning"."gaps"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "planning"."remediation_actions" ADD CONSTRAINT "remediation_actions_tenant_id_assignee_id_fkey" FOREIGN KEY ("tenant_id", "assignee_id") REFERENCES "core"."users"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "planning"."predictions" ADD CONSTRAINT "predictions_tenant_id_project_id_fkey" FOREIGN KEY ("tenant_id", "project_id") REFERENCES "planning"."projects"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "planning"."prediction_factors" ADD CONSTRAINT "prediction_factors_tenant_id_prediction_id_fkey" FOREIGN KEY ("tenant_id", "prediction_id") REFERENCES "planning"."predictions"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "planning"."projects" ADD CONSTRAINT "projects_tenant_id_fkey" FOREIGN KEY ("tenant_id") REFERENCES "core"."tenants"("id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "planning"."projects" ADD CONSTRAINT "projects_tenant_id_owner_id_fkey" FOREIGN KEY ("tenant_id", "owner_id") REFERENCES "core"."users"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "planning"."project_stakeholders" ADD CONSTRAINT "project_stakeholders_tenant_id_project_id_fkey" FOREIGN KEY ("tenant_id", "project_id") REFERENCES "planning"."projects"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "planning"."project_stakeholders" ADD CONSTRAINT "project_stakeholders_tenant_id_user_id_fkey" FOREIGN KEY ("tenant_id", "user_id") REFERENCES "core"."users"("tenant_id", "id") ON DELETE NO ACTION ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "planning"."project_targets" ADD CONSTRAINT "project_targets_tenant_id_project_id_fkey" FOREIGN KEY ("tenant_id", "project_id") REFERENCES "planning"."projects"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "planning"."project_snapshots" ADD CONSTRAINT "project_snapshots_tenant_id_project_id_fkey" FOREIGN KEY ("tenant_id", "project_id") REFERENCES "planning"."projects"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

-- AddForeignKey
ALTER TABLE "planning"."work_items" ADD CONSTRAINT "work_items_tenant_id_project_id_fkey" FOREIGN KEY ("tenant_id", "project_id") REFERENCES "planning"."projects"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

ALTER TABLE "planning"."projects"
  ADD CONSTRAINT "projects_dates_check" CHECK (due_on >= starts_on AND completed_on >= starts_on),
  ADD CONSTRAINT "projects_completed_check" CHECK ((status = 'COMPLETED') = (completed_on IS NOT NULL)),
  ADD CONSTRAINT "projects_budget_check" CHECK (budget >= 0),
  ADD CONSTRAINT "projects_currency_check" CHECK (currency ~ '^[A-Z]{3}$' AND (budget IS NULL) = (currency IS NULL)),
  ADD CONSTRAINT "projects_progress_check" CHECK (progress BETWEEN 0 AND 100);
ALTER TABLE "planning"."project_stakeholders"
  ADD CONSTRAINT "project_stakeholders_email_check" CHECK (email = lower(email) AND email LIKE '%_@_%');
ALTER TABLE "planning"."project_targets"
  ADD CONSTRAINT "project_targets_value_check" CHECK (
    value >= 0 AND (value <= 100 OR metric NOT IN ('skill_coverage', 'availability', 'morale'))
  );
ALTER TABLE "planning"."project_snapshots"
  ADD CONSTRAINT "project_snapshots_items_check" CHECK (completed_items BETWEEN 0 AND total_items),
  ADD CONSTRAINT "project_snapshots_ranges_check" CHECK (
    spent >= 0
    AND open_defects >= 0
    AND team_size >= 0
    AND cycle_time >= 0
    AND response_time >= 0
    AND decision_delay >= 0
    AND skill_coverage BETWEEN 0 AND 100
    AND availability BETWEEN 0 AND 100
    AND morale BETWEEN 0 AND 100
  );
ALTER TABLE "planning"."gaps"
  ADD CONSTRAINT "gaps_shortfall_check" CHECK (shortfall >= 0),
  ADD CONSTRAINT "gaps_analysis_check" CHECK (source <> 'ANALYSIS' OR (shortfall IS NOT NULL AND observed_on IS NOT NULL)),
  ADD CONSTRAINT "gaps_reviewed_check" CHECK ((reviewed_by_id IS NULL) = (reviewed_at IS NULL)),
  ADD CONSTRAINT "gaps_resolved_check" CHECK ((status = 'RESOLVED') = (resolved_at IS NOT NULL));
ALTER TABLE "planning"."gap_root_causes"
  ADD CONSTRAINT "gap_root_causes_confidence_check" CHECK (confidence BETWEEN 0 AND 1);
ALTER TABLE "planning"."remediation_actions"
  ADD CONSTRAINT "remediation_actions_completed_check" CHECK ((status = 'DONE') = (completed_at IS NOT NULL));
ALTER TABLE "planning"."predictions"
  ADD CONSTRAINT "predictions_probability_check" CHECK (probability BETWEEN 0 AND 1),
  ADD CONSTRAINT "predictions_horizon_check" CHECK (horizon_on >= predicted_on),
  ADD CONSTRAINT "predictions_threshold_check" CHECK (threshold >= 0 AND (kind = 'delay') = (threshold IS NULL)),
  ADD CONSTRAINT "predictions_outcome_check" CHECK ((outcome IS NULL) = (outcome_recorded_at IS NULL));
ALTER TABLE "planning"."prediction_factors"
  ADD CONSTRAINT "prediction_factors_values_check" CHECK (weight BETWEEN 0 AND 1 AND position >= 1);

-- What the analysis found is found again, not twice.
CREATE UNIQUE INDEX "gaps_open_analysis_key" ON "planning"."gaps" (tenant_id, project_id, type)
  WHERE source = 'ANALYSIS' AND status IN ('OPEN', 'IN_PROGRESS');
-- What the nightly job looks for: predictions whose outcome is not known yet.
CREATE INDEX "predictions_due_idx" ON "planning"."predictions" (tenant_id, horizon_on) WHERE outcome IS NULL;

-- AddForeignKey
ALTER TABLE "planning"."work_items" ADD CONSTRAINT "work_items_tenant_id_integration_id_fkey" FOREIGN KEY ("tenant_id", "integration_id") REFERENCES "core"."integrations"("tenant_id", "id") ON DELETE CASCADE ON UPDATE NO ACTION;

GRANT USAGE ON SCHEMA "planning" TO org_app, org_admin;

-- planning.gaps: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "planning"."gaps" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "planning"."gaps" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "planning"."gaps" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "planning"."gaps" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "planning"."gaps" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "planning"."gaps" AS RESTRICTIVE FOR ALL TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL) WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON "planning"."gaps" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "planning"."gaps" TO org_admin;
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON "planning"."gaps" FOR EACH ROW EXECUTE FUNCTION core.write_audit('Gap', 'tenant_id', '');

-- planning.gap_root_causes: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "planning"."gap_root_causes" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "planning"."gap_root_causes" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "planning"."gap_root_causes" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "planning"."gap_root_causes" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "planning"."gap_root_causes" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "planning"."gap_root_causes" AS RESTRICTIVE FOR ALL TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL) WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON "planning"."gap_root_causes" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "planning"."gap_root_causes" TO org_admin;
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON "planning"."gap_root_causes" FOR EACH ROW EXECUTE FUNCTION core.write_audit('GapRootCause', 'tenant_id', '');

-- planning.remediation_actions: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "planning"."remediation_actions" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "planning"."remediation_actions" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "planning"."remediation_actions" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "planning"."remediation_actions" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "planning"."remediation_actions" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "planning"."remediation_actions" AS RESTRICTIVE FOR ALL TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL) WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON "planning"."remediation_actions" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "planning"."remediation_actions" TO org_admin;
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON "planning"."remediation_actions" FOR EACH ROW EXECUTE FUNCTION core.write_audit('RemediationAction', 'tenant_id', '');

-- planning.predictions: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "planning"."predictions" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "planning"."predictions" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "planning"."predictions" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "planning"."predictions" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "planning"."predictions" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "planning"."predictions" AS RESTRICTIVE FOR ALL TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL) WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON "planning"."predictions" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "planning"."predictions" TO org_admin;
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON "planning"."predictions" FOR EACH ROW EXECUTE FUNCTION core.write_audit('Prediction', 'tenant_id', '');

-- planning.prediction_factors: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "planning"."prediction_factors" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "planning"."prediction_factors" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "planning"."prediction_factors" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "planning"."prediction_factors" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "planning"."prediction_factors" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "planning"."prediction_factors" AS RESTRICTIVE FOR ALL TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL) WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON "planning"."prediction_factors" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "planning"."prediction_factors" TO org_admin;

-- planning.projects: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "planning"."projects" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "planning"."projects" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "planning"."projects" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "planning"."projects" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "planning"."projects" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "planning"."projects" AS RESTRICTIVE FOR ALL TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL) WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON "planning"."projects" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "planning"."projects" TO org_admin;
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON "planning"."projects" FOR EACH ROW EXECUTE FUNCTION core.write_audit('Project', 'tenant_id', '');

-- planning.project_stakeholders: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "planning"."project_stakeholders" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "planning"."project_stakeholders" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "planning"."project_stakeholders" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "planning"."project_stakeholders" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "planning"."project_stakeholders" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "planning"."project_stakeholders" AS RESTRICTIVE FOR ALL TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL) WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON "planning"."project_stakeholders" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "planning"."project_stakeholders" TO org_admin;
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON "planning"."project_stakeholders" FOR EACH ROW EXECUTE FUNCTION core.write_audit('ProjectStakeholder', 'tenant_id', '');

-- planning.project_targets: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "planning"."project_targets" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "planning"."project_targets" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "planning"."project_targets" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "planning"."project_targets" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "planning"."project_targets" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "planning"."project_targets" AS RESTRICTIVE FOR ALL TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL) WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON "planning"."project_targets" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "planning"."project_targets" TO org_admin;
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON "planning"."project_targets" FOR EACH ROW EXECUTE FUNCTION core.write_audit('ProjectTarget', 'tenant_id', '');

-- planning.project_snapshots: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "planning"."project_snapshots" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "planning"."project_snapshots" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "planning"."project_snapshots" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "planning"."project_snapshots" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "planning"."project_snapshots" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "planning"."project_snapshots" AS RESTRICTIVE FOR ALL TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL) WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON "planning"."project_snapshots" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "planning"."project_snapshots" TO org_admin;
CREATE TRIGGER audit AFTER INSERT OR UPDATE OR DELETE ON "planning"."project_snapshots" FOR EACH ROW EXECUTE FUNCTION core.write_audit('ProjectSnapshot', 'tenant_id', '');

-- planning.work_items: isolation, rights, audit (derived from the schema's annotations)
ALTER TABLE "planning"."work_items" ENABLE ROW LEVEL SECURITY;
ALTER TABLE "planning"."work_items" FORCE ROW LEVEL SECURITY;
CREATE POLICY owner_access ON "planning"."work_items" TO org_owner USING (true) WITH CHECK (true);
CREATE POLICY admin_access ON "planning"."work_items" TO org_admin USING (true) WITH CHECK (true);
CREATE POLICY tenant_isolation ON "planning"."work_items" TO org_app USING ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid) WITH CHECK ("tenant_id" = nullif(current_setting('app.current_tenant_id', true), '')::uuid);
CREATE POLICY portal_scope ON "planning"."work_items" AS RESTRICTIVE FOR ALL TO org_app USING (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL) WITH CHECK (nullif(current_setting('app.current_portal_user_id', true), '') IS NULL);
GRANT SELECT, INSERT, UPDATE, DELETE ON "planning"."work_items" TO org_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON "planning"."work_items" TO org_admin;
