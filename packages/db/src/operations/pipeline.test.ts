import { expect, test } from 'vitest';
import { Scope } from '../tenant/scope.ts';
import { optionsOf, type Stage, withOptions } from './operation.ts';
import { Pipeline, type Request } from './pipeline.ts';

const scope = new Scope({ tenantId: '00000000-0000-0000-0000-000000000001' });
const answer = async (request: Request) => request;

test('a model that no stage cares for, and raw SQL, go through as they are', async () => {
  const asked: string[] = [];
  const stage: Stage = (model) => {
    asked.push(model);
    return undefined;
  };
  const pipeline = new Pipeline(['User', 'Role'], [stage]);
  for (const request of [{ model: 'User', action: 'findMany', args: {} }, { args: [] }]) {
    expect(await pipeline.run(request, scope, answer)).toBe(request);
  }
  // Once a model, not once a query.
  expect(asked).toEqual(['User', 'Role']);
});

test('stages see a query in their order, and its result in reverse; arguments of the caller stay as they are', async () => {
  const stage =
    (name: string): Stage =>
    () => ({
      before: (operation) => ({
        ...operation,
        args: { ...operation.args, [name]: Object.keys(operation.args) },
      }),
      after: async (result) => [...(result as string[]), name],
    });
  const pipeline = new Pipeline(['User'], [stage('one'), stage('two')]);
  const args = Object.freeze({ where: {} });
  const seen: unknown[] = [];
  const result = await pipeline.run({ model: 'User', action: 'findMany', args }, scope, async (request) => {
    seen.push(request.args);
    return [];
  });
  expect(seen).toEqual([{ where: {}, one: ['where'], two: ['where', 'one'] }]);
  expect(result).toEqual(['two', 'one']);
});

test('options travel with arguments, and cannot be parsed from input', () => {
  const args = withOptions({ where: {} }, { withDeleted: true });
  expect(optionsOf(args)).toEqual({ withDeleted: true });
  expect(optionsOf(withOptions(args, { purge: true }))).toEqual({ withDeleted: true, purge: true });
  expect(
    optionsOf(JSON.parse(JSON.stringify({ ...args, withDeleted: true, options: { purge: true } }))),
  ).toEqual({});
});
