import { createTestDatabase, type TestDatabase } from '@org/db-testing';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';

// What users of workforce were promised by name, compared with the catalogs of a live database.
let database: TestDatabase;
let owner: pg.Client;

beforeAll(async () => {
  database = await createTestDatabase();
  owner = new pg.Client({ connectionString: database.url('owner') });
  await owner.connect();
});
afterAll(async () => {
  await owner?.end();
  await database?.drop();
});

const rows = async <T extends object>(sql: string): Promise<T[]> => (await owner.query<T>(sql)).rows;

/** Of the 23 tables; those that all systems share lie in core. */
const TABLES = {
  core: ['users', 'api_keys', 'media_files', 'notifications', 'audit_logs', 'system_configurations'],
  workforce: [
    ...['agents', 'clients', 'sites', 'geofence_validations', 'geofence_violations', 'shifts'],
    ...['shift_assignments', 'attendance', 'time_off_requests', 'location_tracking', 'qr_codes'],
    ...['qr_code_scans', 'reports', 'report_templates', 'report_workflows', 'messages', 'client_requests'],
  ],
};

const ENUMS: Readonly<Record<string, string>> = {
  'workforce.user_role': 'ADMIN, SUPERVISOR, AGENT, CLIENT',
  'core.user_status': 'ACTIVE, INACTIVE, SUSPENDED, PENDING',
  'workforce.agent_status': 'ACTIVE, INACTIVE, ON_LEAVE, TERMINATED',
  'workforce.client_status': 'ACTIVE, INACTIVE, SUSPENDED, TERMINATED',
  'workforce.shift_type': 'REGULAR, OVERTIME, EMERGENCY, TRAINING',
  'workforce.shift_status': 'SCHEDULED, CONFIRMED, IN_PROGRESS, COMPLETED, CANCELLED, NO_SHOW',
  'workforce.attendance_method': 'GPS, QR_CODE, MANUAL, NFC',
  'workforce.attendance_status': 'CLOCKED_IN, ON_BREAK, CLOCKED_OUT, INCOMPLETE',
  'workforce.report_type': 'PATROL, INCIDENT, INSPECTION, MAINTENANCE, EMERGENCY',
  'workforce.report_status': 'DRAFT, SUBMITTED, UNDER_REVIEW, APPROVED, REJECTED, ARCHIVED',
  'workforce.report_priority': 'LOW, NORMAL, HIGH, CRITICAL',
  'core.notification_type': 'INFO, WARNING, URGENT, EMERGENCY, SYSTEM',
  'workforce.message_type': 'TEXT, IMAGE, VIDEO, LOCATION, FILE',
  'workforce.priority': 'LOW, NORMAL, HIGH, URGENT, CRITICAL',
  'workforce.assignment_method': 'MANUAL, AUTO, INTELLIGENT_AUTO, EMERGENCY_AUTO',
  'workforce.site_type': 'OFFICE, RETAIL, WAREHOUSE, CONSTRUCTION, RESIDENTIAL, EVENT, INDUSTRIAL, OTHER',
  'workforce.site_status': 'ACTIVE, INACTIVE, CLOSED',
  'workforce.time_off_type': 'VACATION, SICK, PERSONAL, UNPAID, OTHER',
  'workforce.time_off_status': 'PENDING, APPROVED, REJECTED, CANCELLED',
  'workforce.violation_type': 'OUTSIDE_AT_CLOCK_IN, OUTSIDE_AT_CLOCK_OUT, LEFT_SITE',
  'workforce.violation_status': 'OPEN, ACKNOWLEDGED, RESOLVED, DISMISSED',
  'workforce.scan_result': 'VALID, UNKNOWN, EXPIRED, REVOKED, WRONG_SITE',
  'workforce.media_type': 'PHOTO, VIDEO, AUDIO, DOCUMENT',
  'workforce.workflow_step': 'SUBMIT, REVIEW, DECISION, REOPEN, ARCHIVE',
  'workforce.workflow_decision': 'APPROVED, REJECTED',
  'workforce.client_request_status': 'OPEN, ASSIGNED, IN_PROGRESS, RESOLVED, CLOSED, CANCELLED',
  'core.delivery_channel': 'IN_APP, EMAIL, SMS, PUSH',
};

/** Table, then the columns; the index is called `<table>_<column>_idx` and leads with the tenant and the column. */
const INDEXES: Readonly<Record<string, string>> = {
  users: 'status last_login_at created_at',
  agents: 'employment_status hire_date created_at',
  sites: 'client_id status site_type created_at',
  shifts: 'site_id agent_id status start_time end_time shift_type priority',
  attendance: 'shift_id agent_id status clock_in_time clock_out_time',
  location_tracking: 'agent_id shift_id timestamp',
  reports: 'shift_id site_id agent_id report_type status priority submitted_at',
};

test('the tables are there', async () => {
  for (const [schema, names] of Object.entries(TABLES)) {
    const found = await rows<{ name: string }>(
      `SELECT c.relname AS name FROM pg_class c WHERE c.relnamespace = '${schema}'::regnamespace AND c.relkind IN ('r', 'p')`,
    );
    expect(found.map((row) => row.name)).toEqual(expect.arrayContaining(names));
  }
  expect(Object.values(TABLES).flat()).toHaveLength(23);
});

test('the enums have exactly their values, in order', async () => {
  const found = await rows<{ name: string; labels: string }>(
    `SELECT n.nspname || '.' || t.typname AS name, string_agg(e.enumlabel, ', ' ORDER BY e.enumsortorder) AS labels
     FROM pg_enum e JOIN pg_type t ON t.oid = e.enumtypid JOIN pg_namespace n ON n.oid = t.typnamespace GROUP BY 1`,
  );
  const labels = new Map(found.map((row) => [row.name, row.labels]));
  for (const [name, values] of Object.entries(ENUMS)) expect(labels.get(name), name).toBe(values);
  const own = [...labels.keys()].filter((name) => name.startsWith('workforce.'));
  expect(own.filter((name) => !(name in ENUMS))).toEqual([]);
});

test('the 33 indexes that are given by name serve the tenant, then the column', async () => {
  const found = await rows<{ name: string; columns: string }>(
    `SELECT c.relname AS name, array_to_string(ARRAY(
       SELECT a.attname FROM unnest(i.indkey::int2[]) WITH ORDINALITY AS k (number, place)
       JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number ORDER BY k.place), ' ') AS columns
     FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
     WHERE c.relnamespace IN ('core'::regnamespace, 'workforce'::regnamespace) AND i.indisvalid AND i.indpred IS NULL`,
  );
  const columns = new Map(found.map((row) => [row.name, row.columns]));
  const wanted = Object.entries(INDEXES).flatMap(([table, names]) =>
    names.split(' ').map((column) => ({ name: `${table}_${column}_idx`, columns: `tenant_id ${column}` })),
  );
  wanted.push({ name: 'users_role_idx', columns: 'tenant_id role_id' });
  expect(wanted).toHaveLength(33);
  for (const index of wanted)
    expect(`${columns.get(index.name)} `, index.name).toContain(`${index.columns} `);
});

test('beyond those there are composite, partial and covering ones: more than 40 in all', async () => {
  const [counts] = await rows<{
    all: number;
    composite: number;
    partial: number;
    covering: number;
    invalid: number;
  }>(
    `SELECT count(*)::int AS all,
       count(*) FILTER (WHERE i.indnkeyatts >= 3 AND NOT i.indisunique)::int AS composite,
       count(*) FILTER (WHERE i.indpred IS NOT NULL)::int AS partial,
       count(*) FILTER (WHERE i.indnatts > i.indnkeyatts)::int AS covering,
       count(*) FILTER (WHERE NOT i.indisvalid)::int AS invalid
     FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
     WHERE c.relnamespace = 'workforce'::regnamespace AND NOT c.relispartition AND NOT i.indisprimary`,
  );
  expect(counts?.all).toBeGreaterThanOrEqual(40);
  expect(counts?.composite).toBeGreaterThanOrEqual(7);
  expect(counts?.partial).toBeGreaterThanOrEqual(7);
  expect(counts?.covering).toBeGreaterThanOrEqual(3);
  expect(counts?.invalid).toBe(0);
});

// What becomes of a row when the one that it refers to is deleted: c deletes it too, a refuses.
const CASCADES = [
  'agent_certifications.agent',
  'agent_positions.agent',
  'agents.tenant',
  'client_requests.client',
  'clients.tenant',
  'geofence_validations.agent',
  'geofence_validations.attendance',
  'geofence_validations.site',
  'geofence_violations.agent',
  'geofence_violations.site',
  'geofence_violations.validation',
  'location_tracking.agent',
  'messages.tenant',
  'qr_code_scans.agent',
  'qr_code_scans.qr_code',
  'qr_codes.site',
  'report_templates.client',
  'report_templates.tenant',
  'report_workflows.report',
  'shift_assignments.shift',
  'shifts.tenant',
  'sites.tenant',
  'time_off_requests.agent',
];
const REFUSALS = [
  'agents.user',
  'attendance.agent',
  'attendance.recorded_by',
  'attendance.shift',
  'attendance.site',
  'client_requests.assigned_to',
  'client_requests.requested_by',
  'client_requests.site',
  'clients.user',
  'geofence_violations.acknowledged_by',
  'geofence_violations.shift',
  'location_tracking.shift',
  'messages.media_file',
  'messages.recipient',
  'messages.sender',
  'qr_code_scans.shift',
  'qr_codes.created_by',
  'report_workflows.actor',
  'reports.agent',
  'reports.shift',
  'reports.site',
  'reports.template',
  'shift_assignments.agent',
  'shift_assignments.assigned_by',
  'shifts.agent',
  'shifts.created_by',
  'shifts.site',
  'sites.client',
  'time_off_requests.decided_by',
];

test('every foreign key is named, with what becomes of the row that refers', async () => {
  const found = await rows<{ name: string; table: string; action: string }>(
    `SELECT con.conname AS name, c.relname AS table, con.confdeltype::text AS action
     FROM pg_constraint con JOIN pg_class c ON c.oid = con.conrelid
     WHERE con.contype = 'f' AND c.relnamespace = 'workforce'::regnamespace AND NOT c.relispartition`,
  );
  const keyName = (key: string) => {
    const [table, reference] = key.split('.');
    return reference === 'tenant' ? `${table}_tenant_id_fkey` : `${table}_tenant_id_${reference}_id_fkey`;
  };
  const wanted = [
    ...CASCADES.map((key) => `${keyName(key)} c`),
    ...REFUSALS.map((key) => `${keyName(key)} a`),
  ];
  expect(found.map((row) => `${row.name} ${row.action}`).sort()).toEqual(wanted.sort());
  expect(wanted.length).toBeGreaterThanOrEqual(32);
});
