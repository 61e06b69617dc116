-- No data is lost.
DROP INDEX CONCURRENTLY "workforce"."shifts_agent_status_idx";
DROP INDEX CONCURRENTLY "workforce"."shifts_open_idx";
DROP INDEX CONCURRENTLY "workforce"."shifts_agent_period_idx";
DROP INDEX CONCURRENTLY "workforce"."shifts_due_idx";
DROP INDEX CONCURRENTLY "workforce"."attendance_open_idx";
DROP INDEX CONCURRENTLY "workforce"."geofence_violations_open_idx";
DROP INDEX CONCURRENTLY "workforce"."reports_pending_idx";
DROP INDEX CONCURRENTLY "workforce"."messages_unread_idx";
DROP INDEX CONCURRENTLY "workforce"."time_off_requests_approved_idx";
DROP INDEX CONCURRENTLY "workforce"."client_requests_open_idx";
