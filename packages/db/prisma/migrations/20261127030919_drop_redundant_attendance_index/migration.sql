-- attendance_shift_id_idx: attendance_tenant_id_shift_id_agent_id_key begins with the same columns, and takes 16 kB and time of every write.
DROP INDEX CONCURRENTLY IF EXISTS "workforce"."attendance_shift_id_idx";
