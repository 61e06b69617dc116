import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Explained, FindingRule } from '../../src/index.ts';
import { createLab, type Lab } from './lab.ts';

let lab: Lab;
beforeAll(async () => {
  lab = await createLab();
});
afterAll(() => lab?.drop());

const find = (explained: Explained, rule: FindingRule) => explained.findings.find((one) => one.rule === rule);
const SCANS_ONLY = { enable_indexscan: 'off', enable_bitmapscan: 'off', enable_indexonlyscan: 'off' };
const NESTED = { enable_hashjoin: 'off', enable_mergejoin: 'off', enable_material: 'off' };

interface Case {
  rule: FindingRule;
  sql: string;
  settings?: Record<string, string>;
  /** What the finding has to say. */
  says: RegExp;
  /** The statement that it proposes; it is run, and has to help. */
  proposes?: RegExp;
  /** In place of that: the query, or its settings, as they should be. */
  better?: { sql?: string; settings?: Record<string, string> };
}

const CASES: Case[] = [
  {
    rule: 'scan-of-large-table',
    sql: "SELECT * FROM lab.items WHERE kind = 'rare'",
    says: /lab\.items is read as a whole: 40,050 rows for 5/,
    proposes: /^CREATE INDEX CONCURRENTLY ON lab\.items \(tenant_id, kind\)$/,
  },
  {
    rule: 'condition-behind-policy',
    sql: "SELECT * FROM lab.items WHERE status = 'PENDING'",
    says: /status by =/,
    proposes: /^CREATE INDEX CONCURRENTLY ON lab\.items \(tenant_id\) WHERE status = 'PENDING'$/,
  },
  {
    rule: 'condition-behind-policy',
    sql: "SELECT * FROM lab.items AS i WHERE i.note ILIKE 'c4ca4238%'",
    says: /\(i\) is filtered after its policies: note by ~~\*/,
    better: { sql: 'SELECT * FROM lab.items WHERE id = 1' },
  },
  {
    rule: 'filter-drops-rows',
    sql: 'SELECT * FROM lab.items WHERE grp = 1 AND code = 801',
    settings: { enable_seqscan: 'off' },
    says: /drops 4,999 of the 5,000 rows/,
    proposes: /\(tenant_id, grp, code\)$/,
  },
  {
    rule: 'join-drops-pairs',
    sql: 'SELECT count(*) FROM lab.items x JOIN lab.items y USING (tenant_id) WHERE x.id <= 300 AND y.id <= 300 AND x.code + y.code = 20',
    says: /89,981 pairs are compared and dropped for 19/,
    better: {
      sql: 'SELECT count(*) FROM lab.items x JOIN lab.items y USING (tenant_id, id) WHERE x.id <= 300 AND y.id <= 300',
    },
  },
  {
    rule: 'loop-over-scan',
    sql: 'SELECT count(*) FROM lab.parents p LEFT JOIN lab.children c ON c.tenant_id = p.tenant_id AND c.parent_id = p.id',
    settings: NESTED,
    says: /lab\.children \(c\) is read as a whole 200 times: 400,000 rows/,
    proposes: /ON lab\.children \(tenant_id, parent_id\)$/,
  },
  {
    rule: 'sort-for-limit',
    sql: "SELECT * FROM lab.items WHERE kind = 'common' ORDER BY created_at DESC, id LIMIT 20",
    says: /39,995 rows of lab\.items are read and sorted to show 20/,
    proposes: /\(tenant_id, kind, created_at DESC, id\)$/,
  },
  {
    rule: 'partitions-not-pruned',
    sql: "SELECT count(*) FROM lab.events WHERE (at AT TIME ZONE 'UTC')::date = '2026-01-03'",
    says: /All 4 partitions of lab\.events are read/,
    better: { sql: "SELECT count(*) FROM lab.events WHERE at >= '2026-01-03' AND at < '2026-01-04'" },
  },
  {
    rule: 'large-offset',
    sql: 'SELECT id FROM lab.items ORDER BY id OFFSET 5000 LIMIT 20',
    says: /skips 5,000 rows/,
    better: { sql: 'SELECT id FROM lab.items WHERE id > 5000 ORDER BY id LIMIT 20' },
  },
  {
    rule: 'spill-to-disk',
    sql: 'SELECT note FROM lab.items ORDER BY note',
    settings: { work_mem: '64kB' },
    says: /^Sort: sorted on disk/,
    better: { settings: { work_mem: '64MB' } },
  },
  {
    rule: 'spill-to-disk',
    sql: 'SELECT count(*) FROM (SELECT note, count(*) FROM lab.items GROUP BY note) AS g',
    settings: { work_mem: '64kB', enable_sort: 'off' },
    says: /^HashAggregate: groups were put on disk/,
    better: { settings: { work_mem: '64MB' } },
  },
  {
    rule: 'function-per-row',
    sql: 'SELECT id FROM lab.items WHERE code > lab.cutoff()',
    settings: SCANS_ONLY,
    says: /lab\.cutoff\(\) is called for each row, up to 40,050 times/,
    better: { sql: 'SELECT id FROM lab.items WHERE code > (SELECT lab.cutoff())' },
  },
  {
    rule: 'estimate-off',
    sql: 'SELECT id FROM lab.items WHERE a = 5 AND b = 5',
    says: /2,000 came, \d+ times more/,
    proposes: /^CREATE STATISTICS lab\.items_a_b ON a, b FROM lab\.items$/,
  },
  {
    rule: 'statistics-missing',
    sql: 'SELECT count(*) FROM lab.fresh',
    says: /lab\.fresh was never analyzed/,
    proposes: /^ANALYZE lab\.fresh$/,
  },
  {
    rule: 'bitmap-lossy',
    sql: 'SELECT count(note) FROM lab.items WHERE grp < 4',
    settings: { work_mem: '64kB', enable_seqscan: 'off', enable_indexscan: 'off' },
    says: /pages all rows are looked at/,
    better: { settings: { work_mem: '4MB' } },
  },
  {
    rule: 'heap-fetches',
    sql: 'SELECT count(*) FROM lab.items WHERE id < 20000',
    settings: { enable_seqscan: 'off', enable_bitmapscan: 'off' },
    says: /19,999 rows were looked up in the table/,
    proposes: /^VACUUM lab\.items$/,
  },
  {
    rule: 'trigger-dominates',
    sql: 'INSERT INTO lab.slow VALUES (core.current_tenant_id())',
    says: /The trigger wait.* of .* ms, in 1 calls/,
    better: { sql: 'INSERT INTO lab.parents VALUES (core.current_tenant_id(), 1000)' },
  },
];

describe('a finding', () => {
  test.each(CASES)('$rule: $sql', async ({ rule, sql, settings = {}, says, proposes, better }) => {
    const allowWrites = sql.startsWith('INSERT');
    const before = await lab.explain(sql, { settings, allowWrites });
    const finding = find(before, rule);
    expect(finding?.what).toMatch(says);
    if (proposes !== undefined) {
      expect(finding?.sql).toMatch(proposes);
      await lab.query(finding?.sql ?? '');
      await lab.query('ANALYZE lab.items');
    }
    const after = await lab.explain(better?.sql ?? sql, {
      settings: { ...settings, ...better?.settings },
      allowWrites,
    });
    expect(find(after, rule)).toBeUndefined();
  });

  test('is of no statistics where policies keep PostgreSQL from using them', async () => {
    const off = find(await lab.explain("SELECT id FROM lab.items WHERE status > 'DONE'"), 'estimate-off');
    expect(off?.advice).toContain('not leakproof (>)');
    expect(off?.sql).toBeUndefined();
  });

  test('names the index that is there, where PostgreSQL does not want it', async () => {
    const { findings } = await lab.explain('SELECT * FROM lab.items WHERE id = 7', { settings: SCANS_ONLY });
    expect(findings).toMatchObject([
      {
        rule: 'scan-of-large-table',
        advice: expect.stringContaining('The index items_pkey has these columns'),
      },
    ]);
  });

  test('comes from the plan alone where the query must not run', async () => {
    const planned = await lab.explain("SELECT * FROM lab.items WHERE note LIKE 'c4%' OFFSET 3000", {
      analyze: false,
    });
    expect(planned.findings.map(({ rule }) => rule)).toEqual(['condition-behind-policy', 'large-offset']);
    expect(planned.plan.actual).toBeUndefined();
  });

  test('is none on plans that are as they should be', async () => {
    for (const sql of [
      'SELECT * FROM lab.items WHERE id = 5',
      'SELECT count(*) FROM lab.items',
      'SELECT * FROM lab.items ORDER BY id LIMIT 20',
      "SELECT * FROM lab.events WHERE at = '2026-01-03'",
      'SELECT count(note) FROM lab.many',
      'SELECT p.id, c.id FROM lab.parents p JOIN lab.children c ON c.tenant_id = p.tenant_id AND c.parent_id = p.id',
    ]) {
      expect([sql, (await lab.explain(sql)).findings]).toEqual([sql, []]);
    }
  });
});
