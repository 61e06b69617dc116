import type { Model } from '../model/model.ts';
import { mayHoldRows, type Rule, shown } from './rule.ts';

/** PostgreSQL's own functions that give one value for a whole statement; any other is taken for volatile. */
const STABLE = new Set(
  'now statement_timestamp transaction_timestamp current_setting current_database current_schema to_timestamp to_date to_char to_jsonb to_json jsonb_build_object jsonb_build_array json_build_object json_build_array lower upper concat concat_ws format md5 date_trunc date_part timezone make_date make_interval make_timestamptz decode encode sha256 abs round floor ceil length substring replace repeat left right lpad coalesce array_fill int4range tstzrange daterange numrange inet_client_addr version'.split(
    ' ',
  ),
);

export const volatileDefault: Rule = {
  name: 'volatile-default',
  severity: 'error',
  title: 'A column that has to be computed for each row is added to a table in use',
  why: 'The whole table is written anew, with all its indexes.',
  lock: { mode: 'ACCESS EXCLUSIVE', blocks: 'reads and writes', lasts: 'until the table is rewritten' },
  safe: 'Add the column without a default, SET DEFAULT for new rows, and backfill in batches ("orgdb migrate new --recipe backfill").',
  example: {
    given: 'CREATE TABLE orders (id int PRIMARY KEY);',
    rows: 'INSERT INTO orders SELECT n FROM generate_series(1, 500) AS n;',
    bad: 'ALTER TABLE orders ADD COLUMN token uuid DEFAULT gen_random_uuid();',
    good: [
      'ALTER TABLE orders ADD COLUMN token uuid;\nALTER TABLE orders ALTER COLUMN token SET DEFAULT gen_random_uuid();',
    ],
  },
  onChange(step) {
    const { change, model } = step;
    if (change.kind !== 'add-column' || !mayHoldRows(step, change.table)) return undefined;
    const { name, computed, defaultCalls } = change.column;
    const call = defaultCalls.find((one) => isVolatile(model, one));
    if (!computed && call === undefined) return undefined;
    const reason = call === undefined ? 'is computed for each row' : `has a default that calls ${call}()`;
    return `${shown(change.table)}.${name} ${reason}, so the table is rewritten while nobody may use it.`;
  },
};

function isVolatile(model: Model, name: string): boolean {
  const known = model.functions.get(name.includes('.') ? name : `public.${name}`);
  return known ?? !STABLE.has(name.toLowerCase());
}
