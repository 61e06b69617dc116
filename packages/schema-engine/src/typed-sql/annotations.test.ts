import { expect, test } from 'vitest';
import { readAnnotations } from './annotations.ts';

test('reads types, positions, names and texts of parameters', () => {
  const source = `-- @description Finds people.
    --@param {Int} $1:age? at least
    -- @param $2:name
    -- @param {mood} $3
    -- @param {DateTime} :since
    -- @parameters are not meant
    SELECT 1 -- @param $9:not_at_the_start_of_a_line`;
  const nothing = { type: undefined, position: undefined, alias: undefined, nullable: false };
  expect(readAnnotations(source, ['mood'])).toEqual({
    description: 'Finds people.',
    parameters: [
      { type: 'int', position: 1, alias: 'age', nullable: true, documentation: 'at least' },
      { ...nothing, position: 2, alias: 'name', documentation: undefined },
      { ...nothing, type: 'mood', position: 3, documentation: undefined },
      { ...nothing, type: 'datetime', alias: 'since', documentation: undefined },
    ],
  });
});

test.each([
  ['-- @param {Nope} $1:x', '`Nope` is not a type. There are: Int, '],
  ['-- @param {Int}', 'it must have a position or a name'],
  ['-- @param $1:x\n-- @param $1:y', 'its position or name is taken already'],
  ['-- @param $1:x\n-- @param $2:x', 'its position or name is taken already'],
])('refuses %j', (source, reason) => {
  expect(() => readAnnotations(source, [])).toThrow(
    expect.objectContaining({ code: 'INVALID_ANNOTATION', message: expect.stringContaining(reason) }),
  );
});
