import { fileURLToPath } from 'node:url';
import { startServer } from '@org/postgres';
import { expect, test } from 'vitest';
import { storm } from '../storm/storm.ts';
import { VERSION } from './version.ts';

test('a deploy that is killed anywhere ends well by the printed commands alone', {
  timeout: 300_000,
}, async () => {
  const directory = fileURLToPath(new URL('../.pg-storm', import.meta.url));
  const server = await startServer({ directory, version: VERSION, profile: 'test' });
  const rounds: string[] = [];
  try {
    await storm({
      url: (database) => server.url({ database }),
      rounds: 3,
      seed: 7,
      onRound: (line) => rounds.push(line),
    });
  } finally {
    await server.release();
  }
  expect(rounds).toHaveLength(3);
});
