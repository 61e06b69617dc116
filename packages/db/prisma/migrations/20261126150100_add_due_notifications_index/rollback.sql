DROP INDEX CONCURRENTLY "core"."notifications_due_idx";
