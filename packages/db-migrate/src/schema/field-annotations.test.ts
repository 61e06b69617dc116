import { describe, expect, test } from 'vitest';
import { parseFieldAnnotations } from './field-annotations.ts';
import { type DmmfField, factsOfModel } from './model-facts.ts';

const field = (name: string, type: string, more: Partial<DmmfField> = {}): DmmfField => ({
  name,
  type,
  kind: 'scalar',
  isList: false,
  isRequired: true,
  ...more,
});
const factsOf = (...fields: DmmfField[]) =>
  factsOfModel({
    name: 'Note',
    dbName: 'notes',
    schema: 'core',
    fields: [field('tenantId', 'String'), field('id', 'String'), ...fields],
  });

describe('annotations of a field', () => {
  test.each([
    ['Prose.', { secret: false }],
    ['Prose.\n@secret', { secret: true }],
    ['@encrypted', { secret: true, encrypted: {} }],
    ['@encrypted(blindIndex: textIndex)', { secret: true, encrypted: { blindIndex: 'textIndex' } }],
  ])('%s', (text, expected) => {
    expect(parseFieldAnnotations('Note.text', text)).toEqual(expected);
  });

  test.each(['@secrte', '@secret(yes)', '@encrypted(index)', '@audit'])('refused: %s', (text) => {
    expect(() => parseFieldAnnotations('Note.text', text)).toThrow(
      expect.objectContaining({
        code: 'ANNOTATION_INVALID',
        message: expect.stringContaining(`Note.text: "${text}"`),
      }),
    );
  });
});

describe('the facts of a model', () => {
  test('soft delete is told by the column, relations by their kind', () => {
    const facts = factsOf(
      field('deletedAt', 'DateTime', { isRequired: false }),
      field('author', 'User', { kind: 'object', isRequired: false }),
      field('lines', 'Line', { kind: 'object', isList: true }),
    );
    expect(facts).toMatchObject({
      softDeleted: true,
      relations: { author: { model: 'User', kind: 'optional' }, lines: { model: 'Line', kind: 'many' } },
    });
    expect(factsOf().softDeleted).toBe(false);
  });

  test('keys are told without the tenant, enums with their values in order', () => {
    const facts = factsOfModel(
      {
        name: 'Note',
        dbName: 'notes',
        fields: [
          field('tenantId', 'String'),
          field('id', 'String'),
          field('code', 'String', { isUnique: true }),
          field('state', 'State', { kind: 'enum', isRequired: false }),
        ],
        primaryKey: { fields: ['tenantId', 'id'] },
        uniqueFields: [['tenantId', 'code', 'state'], ['tenantId']],
      },
      [{ name: 'State', values: [{ name: 'OPEN' }, { name: 'DONE' }] }],
    );
    expect(facts).toMatchObject({
      keys: [['id'], ['code', 'state'], ['code']],
      nullable: ['state'],
      enums: { state: ['OPEN', 'DONE'] },
    });
  });

  test('an encrypted field is named with its columns', () => {
    const facts = factsOf(
      field('text', 'String', { dbName: 'the_text', documentation: '@encrypted(blindIndex: textIndex)' }),
      field('textIndex', 'Bytes', { dbName: 'text_index', isRequired: false }),
    );
    expect(facts.encrypted).toEqual({
      text: { type: 'String', column: 'the_text', blindIndex: { field: 'textIndex', column: 'text_index' } },
    });
  });

  test.each<[string, DmmfField[]]>([
    ['a number', [field('text', 'Int', { documentation: '@encrypted' })]],
    ['a list', [field('text', 'String', { documentation: '@encrypted', isList: true })]],
    [
      'a text of limited length',
      [field('text', 'String', { documentation: '@encrypted', nativeType: ['VarChar', ['9']] })],
    ],
    [
      'an index that is not there',
      [field('text', 'String', { documentation: '@encrypted(blindIndex: other)' })],
    ],
    [
      'an index that has to be given',
      [field('text', 'String', { documentation: '@encrypted(blindIndex: other)' }), field('other', 'Bytes')],
    ],
  ])('%s cannot be encrypted', (_label, fields) => {
    expect(() => factsOf(...fields)).toThrow(expect.objectContaining({ code: 'ANNOTATION_INVALID' }));
  });
});
