ALTER TABLE "workforce"."attendance"
  DROP CONSTRAINT "attendance_break_check",
  DROP COLUMN "break_started_at",
  DROP COLUMN "break_seconds";
