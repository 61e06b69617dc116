import { describe, expect, test } from 'vitest';
import { parseAnnotations } from './annotations.ts';

describe('annotations of a model', () => {
  test('without any, a table belongs to its tenant, is not audited, and shows nothing to portal users', () => {
    expect(parseAnnotations('Session', 'Prose about it.')).toEqual({
      tenancy: 'own',
      audit: false,
      services: 'all',
      portal: { access: 'none' },
    });
  });

  test('are read from lines of their own', () => {
    const text = 'A cart.\n@audit\n@portal(write: self = portalUserId, customer = customerId)';
    expect(parseAnnotations('Cart', text)).toMatchObject({
      audit: true,
      portal: {
        access: 'write',
        conditions: [
          { kind: 'self', field: 'portalUserId' },
          { kind: 'customer', field: 'customerId' },
        ],
      },
    });
  });

  test.each([
    ['@global', { tenancy: 'global', services: 'read' }],
    ['@tenant(optional)', { tenancy: 'optional' }],
    ['@tenant(self)\n@readOnly', { tenancy: 'self', services: 'read' }],
    ['@appendOnly', { services: 'append' }],
    ['@partitioned(month: takenAt)', { partitionedBy: 'takenAt' }],
    ['@global\n@adminOnly', { tenancy: 'global', services: 'none' }],
  ])('%s', (text, expected) => {
    expect(parseAnnotations('Model', text)).toMatchObject(expected);
  });

  test.each([
    '@audti',
    '@tenant(maybe)',
    '@portal',
    '@portal(look: offer)',
    '@portal(read: customer)',
    '@partitioned(takenAt)',
  ])('a mistake is named with its model: %s', (text) => {
    expect(() => parseAnnotations('Order', text)).toThrow(
      expect.objectContaining({
        code: 'ANNOTATION_INVALID',
        message: expect.stringContaining(`Model Order: "${text}"`),
      }),
    );
  });
});
