import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Log } from 'sarif';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Detected } from '../../src/check/examine.ts';
import { checkSarif } from '../../src/check/output/sarif.ts';
import { SQUAWK_RULES } from '../../src/check/squawk/squawk-rules.ts';
import { checkScripts } from './scripts.ts';

const run = promisify(execFile);
const FIRST = 'CREATE TABLE a (id int PRIMARY KEY, b int, c int);';
const INDEXES = 'CREATE INDEX a_b ON a (b);\nCREATE INDEX a_c ON a (c);\nTRUNCATE a CASCADE;';
const SQUAWK: Detected = {
  migration: 'ä, 02',
  rule: 'squawk/ban-truncate-cascade',
  at: 65,
  message: 'Using CASCADE',
  about: SQUAWK_RULES['ban-truncate-cascade'] as never,
};

/** Everything that a report can hold: one place, several, another's rule, a way back, and what a comment lets pass. */
async function report(sql = INDEXES, root = process.cwd()): Promise<Log> {
  const scripts = [
    FIRST,
    {
      name: 'ä, 02',
      sql: `${sql}\nDROP TABLE a; -- orgdb:allow data-dropped 100% "sure"\n-- orgdb:allow renamed It is empty.\nSELECT 1;`,
      rollback: '-- Nothing.',
    },
  ];
  const checked = await checkScripts(scripts, { others: [SQUAWK] });
  const absolute = <T extends { file: string }>(one: T): T => ({ ...one, file: path.join(root, one.file) });
  return checkSarif(
    { ...checked, findings: checked.findings.map(absolute), allowed: checked.allowed.map(absolute) },
    root,
  );
}

const resultsOf = (log: Log) => log.runs[0]?.results ?? [];

describe('the types of SARIF 2.1.0, which are written from its schema,', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'check-sarif-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  /** What the compiler says about a document that is written as a literal: it then refuses unknown properties as well. */
  async function complaints(document: unknown): Promise<string> {
    const require = createRequire(import.meta.url);
    const types = path.join(path.dirname(require.resolve('@types/sarif/package.json')), 'index.d.ts');
    const file = path.join(folder, 'log.ts');
    await writeFile(
      file,
      `import type { Log } from ${JSON.stringify(types.replace(/\.d\.ts$/, '.js'))};\nexport const log: Log = ${JSON.stringify(document)};\n`,
    );
    const tsc = path.join(path.dirname(require.resolve('typescript/package.json')), 'bin/tsc');
    const options = ['--noEmit', '--strict', '--module', 'nodenext', '--types', '', file];
    return run(process.execPath, [tsc, ...options]).then(
      () => '',
      ({ stdout }) => stdout,
    );
  }

  test('hold for the report', async () => {
    expect(await complaints(await report())).toBe('');
  });

  test('do not hold for what the schema does not know', async () => {
    const log = await report();
    const [first, second] = resultsOf(log);
    Object.assign(first ?? {}, { level: 'fatal' });
    Object.assign(second ?? {}, { line: 1 });
    const text = await complaints(log);
    expect(text).toContain(`'"fatal"' is not assignable`);
    expect(text).toContain(`'"line"' does not exist in type 'Result'`);
  });
});

test('what code scanning needs of a result is in each, and refers to a rule with its texts', async () => {
  const log = await report();
  expect(log.version).toBe('2.1.0');
  expect(URL.canParse(log.$schema ?? '')).toBe(true);
  const [{ tool, originalUriBaseIds } = {} as never] = log.runs;
  const { version } = JSON.parse(
    await readFile(path.join(import.meta.dirname, '../../package.json'), 'utf8'),
  );
  expect(tool.driver).toMatchObject({ name: 'orgdb-migrate-check', version });
  const rules = tool.driver.rules ?? [];
  expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
  for (const rule of rules) {
    expect(rule).toMatchObject({
      shortDescription: { text: /\S/ },
      fullDescription: { text: /\S/ },
      help: { text: /\S/ },
      defaultConfiguration: { level: expect.stringMatching(/^(error|warning)$/) },
    } satisfies Record<string, unknown>);
  }
  const results = resultsOf(log);
  expect(results.map(({ ruleId }) => ruleId)).toEqual([
    'index-blocks-writes',
    'data-dropped',
    'squawk/ban-truncate-cascade',
    'allow-unused',
    'rollback-missing',
    'data-dropped',
  ]);
  for (const { ruleId, ruleIndex = -1, message, locations = [], relatedLocations = [] } of results) {
    expect(rules[ruleIndex]?.id).toBe(ruleId);
    expect(message.text).toMatch(/\S/);
    expect(locations).toHaveLength(1);
    for (const { physicalLocation } of [...locations, ...relatedLocations]) {
      const { uri = '', uriBaseId = '' } = physicalLocation?.artifactLocation ?? {};
      expect(uri).toMatch(/^%C3%A4%2C%2002\/(migration|rollback)\.sql$/);
      const base = originalUriBaseIds?.[uriBaseId]?.uri ?? '';
      expect(base).toMatch(/^file:\/\/.*\/$/);
      expect(URL.canParse(uri, base)).toBe(true);
      expect(physicalLocation?.region?.startLine).toBeGreaterThan(0);
      expect(physicalLocation?.region?.startColumn).toBeGreaterThan(0);
    }
  }
  expect(results[0]).toMatchObject({
    message: { text: expect.stringContaining('The index a_b is built') },
    locations: [{ physicalLocation: { region: { startLine: 1, startColumn: 1 } } }],
    relatedLocations: [
      {
        id: 1,
        message: { text: 'The index a_c is built while nobody may write to a.' },
        physicalLocation: { region: { startLine: 2, startColumn: 1 } },
      },
    ],
  });
  expect(results.at(-1)?.suppressions).toEqual([{ kind: 'inSource', justification: '100% "sure"' }]);
});

test('a fingerprint tells findings apart, and stays when they move or another is found, on each machine', async () => {
  const of = async (log: Promise<Log>) =>
    resultsOf(await log).map(({ partialFingerprints }) => partialFingerprints?.primaryLocationLineHash ?? '');
  const all = await of(report());
  for (const one of all) expect(one).toMatch(/^[0-9a-f]{16}:\d+$/);
  expect(new Set(all).size).toBe(all.length);
  const moved = await of(report(`-- A comment.\n\n${INDEXES}`));
  expect(moved.toSorted()).toEqual(all.toSorted());
  expect(await of(report(INDEXES, path.join(os.tmpdir(), 'elsewhere')))).toEqual(all);
  const [first] = await of(report(`${INDEXES}\nCREATE INDEX a_d ON a (b, c);`));
  expect(first).toBe(all[0]);
});
