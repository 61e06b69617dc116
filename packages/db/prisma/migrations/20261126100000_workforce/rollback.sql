-- Data of these tables is lost: the step made them. What was archived of the tracks is lost with them.
DROP SCHEMA "workforce_archive" CASCADE;
DROP TABLE
  "workforce"."agent_certifications",
  "workforce"."agent_positions",
  "workforce"."agents",
  "workforce"."attendance",
  "workforce"."changes",
  "workforce"."client_requests",
  "workforce"."clients",
  "workforce"."geofence_validations",
  "workforce"."geofence_violations",
  "workforce"."location_tracking",
  "workforce"."messages",
  "workforce"."qr_code_scans",
  "workforce"."qr_codes",
  "workforce"."report_templates",
  "workforce"."report_workflows",
  "workforce"."reports",
  "workforce"."shift_assignments",
  "workforce"."shifts",
  "workforce"."sites",
  "workforce"."time_off_requests";
DROP FUNCTION workforce.prune_changes(integer, integer);
DROP FUNCTION workforce.record_changes();
DROP FUNCTION workforce.retire_location_partitions(integer, integer);
DROP FUNCTION workforce.ensure_location_partitions(integer);
DROP FUNCTION workforce.agents_near(double precision, double precision, double precision);
DROP FUNCTION workforce.sites_near(double precision, double precision, double precision);
DROP FUNCTION workforce.boxes_around(double precision, double precision, double precision);
DROP FUNCTION workforce.distance_m(double precision, double precision, double precision, double precision);
DROP TYPE
  "workforce"."agent_status",
  "workforce"."assignment_method",
  "workforce"."attendance_method",
  "workforce"."attendance_status",
  "workforce"."client_request_status",
  "workforce"."client_status",
  "workforce"."media_type",
  "workforce"."message_type",
  "workforce"."priority",
  "workforce"."report_priority",
  "workforce"."report_status",
  "workforce"."report_type",
  "workforce"."scan_result",
  "workforce"."shift_status",
  "workforce"."shift_type",
  "workforce"."site_status",
  "workforce"."site_type",
  "workforce"."time_off_status",
  "workforce"."time_off_type",
  "workforce"."user_role",
  "workforce"."violation_status",
  "workforce"."violation_type",
  "workforce"."workflow_decision",
  "workforce"."workflow_step";
DROP SCHEMA "workforce";
