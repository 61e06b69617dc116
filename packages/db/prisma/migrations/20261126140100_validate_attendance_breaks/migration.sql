ALTER TABLE "workforce"."attendance" VALIDATE CONSTRAINT "attendance_break_check";
