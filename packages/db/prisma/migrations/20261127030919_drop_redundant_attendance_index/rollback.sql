-- No data is lost.
-- What a build that failed has left.
DROP INDEX CONCURRENTLY IF EXISTS "workforce"."attendance_shift_id_idx";
CREATE INDEX CONCURRENTLY attendance_shift_id_idx ON workforce.attendance USING btree (tenant_id, shift_id);
