import { expect, test } from 'vitest';
import { type ActingClient, modelFacade, TEMPLATE_PROPERTIES } from './model-facades.ts';

const request = TEMPLATE_PROPERTIES._request?.value as (parameters: unknown) => unknown;
const client = (name: string): ActingClient => ({
  _request: (parameters) => [name, parameters],
  _createPrismaPromise: (callback) => ({ callback }),
});

test('a method acts for the client of its facade, also when it is taken off', () => {
  const model = { find: (args: unknown) => ({ found: request(args) }) };
  const [one, two] = ['one', 'two'].map((name) => modelFacade(model, client(name)) as typeof model);
  const find = one?.find;
  expect(two?.find(2)).toEqual({ found: ['two', 2] });
  expect(find?.(1)).toEqual({ found: ['one', 1] });
});

test('a call within a call acts for its own client, and the outer one for its own again', () => {
  const model = { find: (inner?: () => unknown) => ({ inner: inner?.(), own: request(0) }) };
  const [one, two] = ['one', 'two'].map((name) => modelFacade(model, client(name)) as typeof model);
  expect(one?.find(() => two?.find())).toEqual({
    inner: { inner: undefined, own: ['two', 0] },
    own: ['one', 0],
  });
});

test('outside of a call nobody acts, not even after one that failed', () => {
  const model = {
    fail: () => {
      throw new Error('failed');
    },
  };
  const facade = modelFacade(model, client('one')) as typeof model;
  expect(() => facade.fail()).toThrow('failed');
  expect(() => request(0)).toThrow(expect.objectContaining({ code: 'PRISMA_INCOMPATIBLE' }));
});
