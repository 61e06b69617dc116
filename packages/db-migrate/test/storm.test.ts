import { fileURLToPath } from 'node:url';
import { startServer } from '@org/postgres';
import { expect, test } from 'vitest';
import { storm } from '../storm/storm.ts';
import { VERSION } from './version.ts';

test('a deploy or a rollback that goes wrong anywhere ends well by the printed commands alone', async () => {
  const directory = fileURLToPath(new URL(`../.pg-storm-test-${VERSION}`, import.meta.url));
  const server = await startServer({ directory, version: VERSION, profile: 'test' });
  const rounds: string[] = [];
  try {
    await storm({
      servers: [(database) => server.url({ database })],
      rounds: [1, 2, 3],
      seed: 2,
      onRound: (line) => rounds.push(line),
    });
  } finally {
    await server.release();
  }
  expect(rounds).toHaveLength(3);
});
