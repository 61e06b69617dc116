import { afterAll, beforeAll, describe, test, vi } from 'vitest';
import { type TestServer, testServer } from '../server.ts';

// A slow machine is no failure.
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 });

const NEWEST = 18;

/** Declares a test for the newest PostgreSQL only: what it says of words, files and questions is the command line's, whatever the server. */
export type Once = (
  name: string,
  run: () => Promise<void>,
  how?: { skip?: boolean; concurrent?: boolean },
) => void;

/** Declares the same tests for the oldest and the newest PostgreSQL; `server()` may be called inside a test. */
export function onBothVersions(declare: (server: () => TestServer, once: Once) => void): void {
  describe.each([15, NEWEST] as const)('on PostgreSQL %i', (major) => {
    let server: TestServer;
    beforeAll(async () => {
      server = await testServer(major);
    });
    afterAll(() => server.release());
    declare(
      () => server,
      (name, run, how = {}) => {
        if (major === NEWEST) test(name, { concurrent: true, ...how }, run);
      },
    );
  });
}

/** Frames of JavaScript or of the engine's own source: nothing that a user's mistake should show. */
export const STACK = /\n\s+at .+:\d+|\.rs:\d+/;

/** The same connection string with another password or database. */
export function altered(url: string, change: { password?: string; database?: string }): string {
  const result = new URL(url);
  if (change.password !== undefined) {
    result.password = change.password;
  }
  if (change.database !== undefined) {
    result.pathname = `/${change.database}`;
  }
  return result.href;
}
