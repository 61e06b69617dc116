import { expect, test } from 'vitest';
import { compileCacheFolder } from './compile-cache.ts';

const nobody = () => {
  throw new Error('A system error occurred: uv_os_homedir returned ENOENT');
};

test("is in the user's cache", () => {
  expect(compileCacheFolder({}, () => '/home/me')).toMatch(/^\/home\/me\/.+\/org-schema-engine$/);
  expect(compileCacheFolder({ XDG_CACHE_HOME: '/cache' }, nobody)).toBe('/cache/org-schema-engine');
  expect(compileCacheFolder({ NODE_COMPILE_CACHE: '/elsewhere' }, () => '/home/me')).toBeUndefined();
});

test('is nowhere for a user without a home, and never in the folder that one happens to be in', () => {
  expect(compileCacheFolder({}, nobody)).toBeUndefined();
  expect(compileCacheFolder({}, () => '')).toBeUndefined();
  expect(compileCacheFolder({ XDG_CACHE_HOME: 'cache' }, nobody)).toBeUndefined();
});
