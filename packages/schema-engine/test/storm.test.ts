import { expect, test } from 'vitest';
import { storm } from '../storm/storm.ts';
import { testServer } from './server.ts';

test('a deploy that is killed anywhere can be deployed again', { timeout: 300_000 }, async () => {
  const server = await testServer();
  const rounds: string[] = [];
  try {
    await storm({
      url: (database) => server.url({ database }),
      rounds: 5,
      seed: 20_261,
      onRound: (line) => rounds.push(line),
    });
  } finally {
    await server.release();
  }
  expect(rounds).toHaveLength(5);
});
