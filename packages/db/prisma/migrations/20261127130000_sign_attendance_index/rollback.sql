-- No data is lost.
COMMENT ON INDEX "workforce"."attendance_shift_id_idx" IS NULL;
