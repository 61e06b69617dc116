-- Breaks: since when the present one runs, and how long those before it were.
ALTER TABLE "workforce"."attendance"
  ADD COLUMN "break_started_at" TIMESTAMPTZ(3),
  ADD COLUMN "break_seconds" INTEGER NOT NULL DEFAULT 0;

-- Nothing has set ON_BREAK so far; who did it by hand has a break from then on.
UPDATE "workforce"."attendance" SET "break_started_at" = "updated_at" WHERE "status" = 'ON_BREAK';

-- Validated by the next migration, which lets others write meanwhile.
ALTER TABLE "workforce"."attendance"
  ADD CONSTRAINT "attendance_break_check" CHECK (
    (status = 'ON_BREAK') = (break_started_at IS NOT NULL) AND break_started_at >= clock_in_time AND break_seconds >= 0
  ) NOT VALID;
