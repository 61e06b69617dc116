import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { type LocalServer, startServer } from '@org/postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Rule, RuleExample } from '../../src/check/rules/rule.ts';
import { RULES } from '../../src/check/rules/rules.ts';
import { withConnection } from '../../src/database/connect.ts';
import type { Observation } from '../../src/observe/observation.ts';
import { observe } from '../../src/observe/observe.ts';
import { VERSION } from '../version.ts';
import { checkScripts } from './scripts.ts';

let server: LocalServer;
let counter = 0;

/** A database with what an example starts from. */
async function given({ given: sql, rows = '' }: RuleExample): Promise<string> {
  const database = `proof_${++counter}`;
  await run(server.url(), `CREATE DATABASE ${database} TEMPLATE template0 STRATEGY FILE_COPY`);
  const url = server.url({ database });
  await run(url, `${sql}\n${rows}`);
  return url;
}

async function run(url: string, sql: string): Promise<Record<string, unknown>[]> {
  return withConnection(url, async (client) => {
    const result = await client.query(sql);
    return [result].flat().at(-1)?.rows ?? [];
  });
}

/** The SQLSTATE by which PostgreSQL refuses the statement; undefined when it does not. */
async function refusal(url: string, sql: string): Promise<string | undefined> {
  return run(url, sql).then(
    () => undefined,
    (error) => error.code,
  );
}

const ROLE = 'SET ROLE org_app;';

/** What each kind of harm looks like on a server; the rules that are not named here are about locks. */
const HARM: Readonly<Record<string, (url: string, seen: Observation) => Promise<unknown>>> = {
  'column-required': async (_url, { failure }) => failure?.code === '23502',
  'enum-value-used': async (_url, { failure }) => failure?.code === '55P04',
  'concurrent-not-alone': async (url, { failure }) =>
    // It has failed, and left a column behind that the next try trips over.
    failure?.code === '23505' && (await refusal(url, 'SELECT note FROM orders')) === undefined,
  renamed: async (url) => (await refusal(url, 'SELECT note FROM orders')) === '42703',
  'published-dropped': async (url) => (await refusal(url, 'SELECT note FROM orders')) === '42703',
  'data-dropped': async (url) => {
    await run(url, 'ALTER TABLE orders ADD COLUMN IF NOT EXISTS note text');
    return (await run(url, 'SELECT FROM orders WHERE note IS NOT NULL')).length === 0;
  },
  'enum-changed': async (url) => (await refusal(url, "INSERT INTO orders VALUES (1, 'SHUT')")) === '22P02',
  'write-unbatched': async (_url, { statements }) =>
    (statements[0]?.rowsChanged['public.orders'] ?? 0) >= 500,
  'lock-table': async (_url, { statements }) => statements[0]?.blocksReads.includes('public.orders'),
  'tenant-unprotected': async (url) => {
    await run(url, 'INSERT INTO notes VALUES (1, 1), (2, 2)');
    return (await run(url, `${ROLE} SELECT * FROM notes`)).length > 0;
  },
  'tenant-missing-in-foreign-key': async (url) =>
    (await refusal(url, 'INSERT INTO orders VALUES (1, 1, 2)')) === undefined,
  'tenant-missing-in-key': async (url) =>
    (await refusal(url, "INSERT INTO notes VALUES (2, 2, 'a')")) === '23505',
  'policy-sub-select': async (url) => {
    const { statements } = await observe({ url, script: `${ROLE} SELECT * FROM notes` });
    return statements.some(({ rowsRead }) => (rowsRead['public.members'] ?? 0) > 0);
  },
  'foreign-key-unindexed': async (url) => {
    const { statements } = await observe({ url, script: 'DELETE FROM customers WHERE id = 50' });
    return (statements[0]?.rowsRead['public.orders'] ?? 0) > 1000;
  },
};

/** Rules that are proven for functions as well, one of each kind of harm. */
const ALSO_CALLED: ReadonlySet<string> = new Set([
  'index-blocks-writes',
  'type-rewrites',
  'write-unbatched',
  'data-dropped',
  'enum-value-used',
]);

/** Somebody waits, and waits for work on all rows. */
async function blocksWhileItWorks(_url: string, { statements }: Observation): Promise<boolean> {
  return statements.some(({ blocksWrites, rowsRead, rewritten }) =>
    blocksWrites.some((table) => rewritten.includes(table) || (rowsRead[table] ?? 0) > 0),
  );
}

const PROVABLE = RULES.filter((rule): rule is Rule & { example: RuleExample } => rule.example !== undefined);

describe(`PostgreSQL ${VERSION}`, () => {
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(path.join(os.tmpdir(), 'check-proofs-'));
    server = await startServer({ directory: path.join(directory, '.pg'), version: VERSION, profile: 'test' });
    await run(server.url(), 'CREATE ROLE org_app');
  });
  afterAll(async () => {
    await server?.release();
    await rm(directory, { recursive: true, force: true });
  });

  describe.each(PROVABLE)('$name', (rule) => prove(rule));

  test('a value is not used in the block that adds it to an enum, but may be in a function that is only defined', async () => {
    const [example] = PROVABLE.flatMap((rule) => (rule.name === 'enum-value-used' ? rule.example : []));
    if (example === undefined) throw new Error('There is no example.');
    const [add = '', use = ''] = example.good;
    const define = (language: string, body: string) =>
      `${add}\nCREATE FUNCTION f() RETURNS void LANGUAGE ${language} AS $f$ ${body} $f$;`;
    const url = await given(example);
    for (const [script, code] of [
      [`DO $$ BEGIN ${add} ${use} END $$;`, '55P04'],
      [define('sql', use), '55P04'],
      [define('plpgsql', `BEGIN ${use} END`), undefined],
    ] as const) {
      const { findings } = await checkScripts([example.given, script]);
      expect(findings.map(({ rule }) => rule)).toEqual(code === undefined ? [] : ['enum-value-used']);
      expect(await refusal(url, script)).toBe(code);
    }
  });
});

function prove(rule: Rule & { example: RuleExample }): void {
  const { name, example, lock } = rule;
  const harm = HARM[name] ?? blocksWhileItWorks;
  const published = {
    version: '1.0.0',
    migrations: {},
    reads: name === 'published-dropped' ? { 'public.orders': ['id', 'note'] } : {},
  };
  const before = [example.given].filter(Boolean);

  test('finds the bad example, and it does harm', async () => {
    const { findings } = await checkScripts([...before, example.bad], { published });
    expect(findings.map((finding) => finding.rule)).toContain(name);

    const url = await given(example);
    const seen = await observe({ url, script: example.bad });
    expect(await harm(url, seen)).toBe(true);
    if (lock === undefined) return;
    const modes = seen.statements.flatMap(({ locks }) => Object.values(locks));
    expect(modes).toContain(`${lock.mode.replaceAll(/(\w)(\w*) ?/g, (_, a, b) => a + b.toLowerCase())}Lock`);
    const reads = seen.statements.some(({ blocksReads }) => blocksReads.length > 0);
    expect(reads ? 'reads and writes' : 'writes').toBe(lock.blocks);
  });

  test('is silent on the good example, and it does none', async () => {
    const { findings } = await checkScripts([...before, ...example.good], { published });
    const first = before.length > 0 ? '02' : '01';
    expect(findings.filter(({ migration }) => migration >= first)).toEqual([]);

    const url = await given(example);
    const seen: Observation[] = [];
    for (const script of example.good) seen.push(await observe({ url, script }));
    expect(seen.flatMap(({ failure }) => failure ?? [])).toEqual([]);
    const all = { statements: seen.flatMap(({ statements }) => statements) };
    expect(await harm(url, all)).toBe(false);
    if (lock !== undefined) expect(await blocksWhileItWorks(url, all)).toBe(false);
  });

  if (!ALSO_CALLED.has(name)) return;
  test('finds the bad example where a function is called that does it, and it does the same harm', async () => {
    const define = `CREATE FUNCTION made() RETURNS void LANGUAGE plpgsql AS $made$ BEGIN ${example.bad} END $made$;`;
    const { findings } = await checkScripts([...before, define, 'SELECT made();'], { published });
    const last = before.length > 0 ? '03' : '02';
    expect(findings.map(({ migration, rule }) => `${migration} ${rule}`)).toContain(`${last} ${name}`);

    const url = await given({ ...example, given: `${example.given}\n${define}` });
    expect(await harm(url, await observe({ url, script: 'SELECT made();' }))).toBe(true);
  });
}
