-- Data of these tables is lost: the step made them.
DROP TABLE
  "planning"."gaps",
  "planning"."gap_root_causes",
  "planning"."remediation_actions",
  "planning"."predictions",
  "planning"."prediction_factors",
  "planning"."projects",
  "planning"."project_stakeholders",
  "planning"."project_targets",
  "planning"."project_snapshots",
  "planning"."work_items";
DROP TYPE
  "planning"."gap_type",
  "planning"."gap_severity",
  "planning"."gap_status",
  "planning"."gap_source",
  "planning"."remediation_status",
  "planning"."prediction_kind",
  "planning"."project_status",
  "planning"."project_priority",
  "planning"."stakeholder_role",
  "planning"."stakeholder_level",
  "planning"."project_metric",
  "planning"."work_item_status",
  "planning"."work_item_kind";
DROP SCHEMA "planning";
