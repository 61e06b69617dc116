import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createFixture, type Fixture, PREPARED } from '../../test/two-tenants.ts';
import { LiteralLimits } from './literal-limits.ts';

const bigint = { scalarType: 'bigint', arity: 'scalar' } as const;
const query = (sql: string, ...args: unknown[]) => ({ sql, args, argTypes: args.map(() => bigint) });

describe('what is written', () => {
  test.each([
    ['SELECT a FROM t WHERE b = $1 LIMIT $2 OFFSET $3', 'SELECT a FROM t WHERE b = $1 LIMIT 5'],
    ['SELECT a FROM t WHERE b = $1 AND $1 > $2 OFFSET $3', 'SELECT a FROM t WHERE b = $1 AND $1 > $2'],
    ['SELECT * FROM (SELECT a LIMIT $2 OFFSET $3) AS "sub"', 'SELECT * FROM (SELECT a LIMIT 5) AS "sub"'],
  ])('%s', (sql, written) => {
    const limits = new LiteralLimits();
    for (let i = 0; i < 2; i += 1) {
      const result = limits.apply(query(sql, '7', '5', '0'));
      expect(result.sql).toBe(written);
      expect(result.args).toEqual(['7', '5', '0'].slice(0, sql.includes('LIMIT') ? 1 : 2));
      expect(result.argTypes).toHaveLength(result.args.length);
    }
  });

  test.each([
    ['an offset', query('SELECT a LIMIT $1 OFFSET $2', '5', '1')],
    ['a limit that is not a number', query('SELECT a LIMIT $1 OFFSET $2', '5;--', '0')],
    ['a negative limit', query('SELECT a LIMIT $1 OFFSET $2', '-5', '0')],
    ['a parameter that is used twice', query('SELECT a WHERE b < $1 LIMIT $1 OFFSET $2', '5', '0')],
    ['parameters in another order', query('SELECT a LIMIT $2 OFFSET $1', '0', '0')],
    ['a text that goes on', query('SELECT a LIMIT $1 OFFSET $2 FOR UPDATE', '5', '0')],
    [
      'another type',
      { sql: 'SELECT a OFFSET $1', args: ['0'], argTypes: [{ ...bigint, scalarType: 'string' as const }] },
    ],
  ])('not with %s', (_label, asked) => {
    expect(new LiteralLimits().apply(asked)).toBe(asked);
  });

  test('a limit that callers choose does not make ever more statements', () => {
    const limits = new LiteralLimits();
    const texts = Array.from(
      { length: 100 },
      (_, i) => limits.apply(query('SELECT a LIMIT $1 OFFSET $2', `${i}`, '0')).sql,
    );
    expect(new Set(texts).size).toBe(5);
  });
});

describe('in the database', () => {
  let fixture: Fixture;
  beforeAll(async () => {
    fixture = await createFixture({ pool: { max: 1 } });
  });
  afterAll(() => fixture?.end());

  test('reads return what they should, and are not planned again for every call', async () => {
    const client = fixture.db.forTenant({ tenantId: fixture.tenants[0] });
    await client.supplier.createMany({
      data: Array.from({ length: 9 }, (_, i) => ({ code: `limit-${i}`, name: `Supplier ${i}` })),
    });
    const codes = async (page: { take?: number; skip?: number }, size = 9) => {
      const rows = await client.supplier.findMany({
        where: { code: { startsWith: 'limit-' } },
        orderBy: { code: 'asc' },
        ...page,
      });
      expect(await client.supplier.count({ where: { code: { startsWith: 'limit-' } }, ...page })).toBe(size);
      return rows.map(({ code }) => code.slice(6)).join('');
    };
    for (let i = 0; i < 12; i += 1) {
      expect(await codes({ take: 3 }, 3)).toBe('012');
      expect(await codes({ take: -2 }, 2)).toBe('78');
      expect(await codes({ take: 3, skip: 5 }, 3)).toBe('567');
      expect(await codes({ skip: 7 }, 2)).toBe('78');
      expect(await codes({ take: 0 }, 0)).toBe('');
      expect(await codes({})).toBe('012345678');
    }
    // Where nothing is prepared, nothing is kept.
    if (!PREPARED) return;
    const kept = await client.$queryRaw<{ statement: string; generic: number }[]>`
      SELECT statement, generic_plans::int AS generic FROM pg_prepared_statements`;
    const limited = kept.filter(({ statement }) => statement.endsWith('LIMIT 3'));
    expect(limited).toHaveLength(1);
    expect(limited[0]?.generic).toBeGreaterThan(0);
  });
});
