-- No data is lost.
DROP INDEX CONCURRENTLY "workforce"."messages_to_roles_idx";
DROP INDEX CONCURRENTLY "workforce"."client_requests_created_at_idx";
DROP INDEX CONCURRENTLY "workforce"."reports_created_at_idx";
