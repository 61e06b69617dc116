import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { masterKeys, postgresUrl, postgresUrls, setVariables, wholeNumber } from './variables.ts';

const KEY = Buffer.alloc(32, 7);

describe('master keys', () => {
  const read = (text: string | undefined) => masterKeys().safeParse(text);

  test.each([KEY.toString('base64'), KEY.toString('hex')])('one key is called main: %#', (text) => {
    expect(read(text).data).toEqual([{ id: 'main', key: new Uint8Array(KEY) }]);
  });

  test('several are told apart by their ids, in order', () => {
    const text = `new:${KEY.toString('base64')}, old:${Buffer.alloc(32, 8).toString('hex')}`;
    expect(read(text).data?.map((key) => key.id)).toEqual(['new', 'old']);
  });

  test.each([
    'short',
    `a:${KEY.toString('hex')},a:${KEY.toString('hex')}`,
    'a b',
    `${KEY.toString('hex')}ff`,
  ])('anything else is refused without being shown: %s', (text) => {
    const { error } = read(text);
    expect(error?.issues[0]?.message).toMatch(/^must be 32 bytes/);
    expect(JSON.stringify(error?.issues)).not.toContain(text);
  });

  test('none is no key', () => expect(read(undefined).data).toEqual([]));
});

test('every wrong variable is named at once, and an empty one counts as unset', () => {
  const schema = z.object({ DATABASE_URL: postgresUrl(), PORT: wholeNumber(1, 65_535, 3000) });
  const wrong = schema.safeParse(setVariables({ DATABASE_URL: 'mysql://secret@host/x', PORT: '70000' }));
  expect(wrong.error?.issues.map((issue) => issue.path[0])).toEqual(['DATABASE_URL', 'PORT']);
  expect(JSON.stringify(wrong.error?.issues)).not.toContain('secret');
  const missing = schema.safeParse(setVariables({ DATABASE_URL: '', PORT: '' }));
  expect(missing.error?.issues).toMatchObject([{ path: ['DATABASE_URL'], message: 'is missing' }]);
});

test('replicas are a list, and a wrong one is not shown', () => {
  expect(postgresUrls().parse(undefined)).toEqual([]);
  expect(postgresUrls().parse('postgresql://a@h:1/d, postgres://a@h:2/d')).toEqual([
    'postgresql://a@h:1/d',
    'postgres://a@h:2/d',
  ]);
  const { error } = postgresUrls().safeParse('postgresql://a@h/d,mysql://secret@h/d');
  expect(error?.issues[0]?.message).toMatch(/^must be of the form/);
  expect(JSON.stringify(error?.issues)).not.toContain('secret');
});
