-- For the lists that apps show all day, on tables that may hold rows: each is built while the table is written to.
CREATE INDEX CONCURRENTLY "shifts_agent_status_idx" ON "workforce"."shifts"("tenant_id", "agent_id", "status");

-- Shifts that nobody has yet.
CREATE INDEX CONCURRENTLY "shifts_open_idx" ON "workforce"."shifts" (tenant_id, start_time)
  WHERE agent_id IS NULL AND status = 'SCHEDULED';

-- What an agent is planned for, from the index alone: rest and weekly hours of every candidate of an assignment.
CREATE INDEX CONCURRENTLY "shifts_agent_period_idx" ON "workforce"."shifts" (tenant_id, agent_id, start_time)
  INCLUDE (end_time, status) WHERE agent_id IS NOT NULL;

-- Shifts that should have begun, for the job that marks no-shows.
CREATE INDEX CONCURRENTLY "shifts_due_idx" ON "workforce"."shifts" (tenant_id, start_time)
  WHERE agent_id IS NOT NULL AND status IN ('SCHEDULED', 'CONFIRMED');

-- Who is at work now.
CREATE INDEX CONCURRENTLY "attendance_open_idx" ON "workforce"."attendance" (tenant_id, clock_in_time)
  INCLUDE (agent_id, site_id) WHERE clock_out_time IS NULL;

CREATE INDEX CONCURRENTLY "geofence_violations_open_idx" ON "workforce"."geofence_violations" (tenant_id, occurred_at)
  WHERE status = 'OPEN';

CREATE INDEX CONCURRENTLY "reports_pending_idx" ON "workforce"."reports" (tenant_id, submitted_at)
  INCLUDE (priority) WHERE status IN ('SUBMITTED', 'UNDER_REVIEW');

CREATE INDEX CONCURRENTLY "messages_unread_idx" ON "workforce"."messages" (tenant_id, recipient_id, created_at)
  WHERE read_at IS NULL AND recipient_id IS NOT NULL;

CREATE INDEX CONCURRENTLY "time_off_requests_approved_idx" ON "workforce"."time_off_requests" (tenant_id, agent_id, starts_on)
  INCLUDE (ends_on) WHERE status = 'APPROVED';

CREATE INDEX CONCURRENTLY "client_requests_open_idx" ON "workforce"."client_requests" (tenant_id, created_at)
  WHERE status IN ('OPEN', 'ASSIGNED', 'IN_PROGRESS');
