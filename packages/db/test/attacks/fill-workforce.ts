/** Names of the rows of workforce that attacks aim at. */
export const WORKFORCE_NAMES = [
  'agent',
  'workforceClient',
  'site',
  'shift',
  'attendance',
  'validation',
  'qrCode',
  'report',
] as const;

/** A row in every table of workforce; the changes are noted by triggers. */
export const WORKFORCE_ROWS = `
insert into workforce.agents (id, user_id, employee_number, first_name, last_name, hire_date) values
  ('$agent', '$user', '$mark', '$mark', '$mark', '2020-01-01');
insert into workforce.agent_certifications (agent_id, code, issued_on) values ('$agent', '$mark', '2020-01-01');
insert into workforce.agent_positions (agent_id, latitude, longitude, seen_at) values ('$agent', 40, -75, now());
insert into workforce.clients (id, code, name) values ('$workforceClient', 'C-1', '$mark');
insert into workforce.client_requests (client_id, requested_by_id, title) values ('$workforceClient', '$user', '$mark');
insert into workforce.sites (id, client_id, code, name, latitude, longitude) values
  ('$site', '$workforceClient', 'S-1', '$mark', 40, -75);
insert into workforce.shifts (id, site_id, agent_id, status, start_time, end_time, notes) values
  ('$shift', '$site', '$agent', 'COMPLETED', '2026-01-01 08:00Z', '2026-01-01 16:00Z', '$mark');
insert into workforce.shift_assignments (shift_id, agent_id, method) values ('$shift', '$agent', 'MANUAL');
insert into workforce.attendance (id, shift_id, agent_id, site_id, clock_in_method, clock_in_time, note) values
  ('$attendance', '$shift', '$agent', '$site', 'GPS', '2026-01-01 08:00Z', '$mark');
insert into workforce.geofence_validations (id, site_id, agent_id, attendance_id, latitude, longitude, distance, is_inside)
  values ('$validation', '$site', '$agent', '$attendance', 41, -75, 100, false);
insert into workforce.geofence_violations (validation_id, site_id, agent_id, violation_type, distance, occurred_at, note)
  values ('$validation', '$site', '$agent', 'OUTSIDE_AT_CLOCK_IN', 100, '2026-01-01 08:00Z', '$mark');
insert into workforce.time_off_requests (agent_id, time_off_type, starts_on, ends_on, reason) values
  ('$agent', 'SICK', '2026-01-02', '2026-01-03', '$mark');
insert into workforce.location_tracking (agent_id, latitude, longitude, timestamp) values ('$agent', 40, -75, now());
insert into workforce.qr_codes (id, site_id, label, code) values ('$qrCode', '$site', '$mark', '$mark');
insert into workforce.qr_code_scans (qr_code_id, agent_id, result, scanned_at) values ('$qrCode', '$agent', 'VALID', now());
insert into workforce.report_templates (name, report_type) values ('$mark', 'PATROL');
insert into workforce.reports (id, site_id, agent_id, report_type, title, occurred_at) values
  ('$report', '$site', '$agent', 'PATROL', '$mark', now());
insert into workforce.report_workflows (report_id, actor_id, step, from_status, to_status) values
  ('$report', '$user', 'SUBMIT', 'DRAFT', 'SUBMITTED');
insert into workforce.messages (sender_id, recipient_id, body) values ('$user', '$user', '$mark');
`;
