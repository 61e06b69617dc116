import type { Addition } from '../add.ts';
import { MOMENT, oneOf } from './past.ts';

export const CORE: readonly Addition[] = [
  {
    into: 'core.audit_logs',
    rows: 1_000_000,
    of: 'core.users',
    uneven: true,
    values: {
      actor_type: "'USER'",
      actor_id: 'parent.id',
      action: oneOf('varchar', 'update', 'create', 'update', 'update', 'delete'),
      entity: oneOf('varchar', 'Order', 'Customer', 'Shift', 'User', 'Product', 'Takeoff', 'Gap'),
      // Seventy entries tell of the same row.
      entity_id: 'md5(parent.tenant_id::text || n / 70)::uuid',
      payload: `jsonb_build_object('changed', '["name"]'::jsonb, 'before', jsonb_build_object('name', n), 'after', jsonb_build_object('name', n + 1))`,
      request_id: "'volume-' || n",
      created_at: MOMENT,
    },
  },
  {
    into: 'core.notifications',
    rows: 200_000,
    of: 'core.users',
    uneven: true,
    values: {
      user_id: 'parent.id',
      title: "'Notification ' || n",
      body: "'Something happened.'",
      read_at: `CASE WHEN n % 10 > 0 THEN ${MOMENT} END`,
      created_at: MOMENT,
    },
  },
  {
    into: 'core.media_files',
    rows: 100_000,
    of: 'core.users',
    uneven: true,
    values: {
      storage_key: "'volume/' || n",
      file_name: "n || '.jpg'",
      mime_type: "'image/jpeg'",
      size: '100000 + n',
      sha256: 'sha256(n::text::bytea)',
      owner_entity: "'User'",
      owner_id: 'parent.id',
      uploaded_by_id: 'parent.id',
      created_at: MOMENT,
    },
  },
  {
    into: 'core.webhook_events',
    rows: 100_000,
    of: 'commerce.customers',
    uneven: true,
    values: {
      type: "'order.placed'",
      entity: "'Order'",
      entity_id: 'parent.id',
      payload: "'{}'",
      created_at: MOMENT,
    },
  },
];
