import { describe } from 'vitest';
import { attackOn } from './attack-ground.ts';

// The attacks on the client and on policies again, in the mode for a PostgreSQL that is spread over several servers.
attackOn(async () => ({ options: { distributed: true } }));

describe.each([
  'contexts',
  'cursors',
  'portal-reads',
  'portal-references',
  'portal-refusals',
  'reads',
  'relations',
  'ways-in',
  'writes',
])('distributed: %s', async (name) => {
  await import(`./${name}.test.ts`);
});
