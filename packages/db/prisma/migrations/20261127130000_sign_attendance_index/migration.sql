-- What "orgdb maintain" would find and is meant to be so: see docs/maintenance.md.
COMMENT ON INDEX "workforce"."attendance_shift_id_idx" IS
  'orgdb:allow redundant-index: Promised by name, so it stays although a unique key begins with the same columns.';
