import { describe, expect, test } from 'vitest';
import { parseContext, type TenantContext } from './context.ts';

const id = 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11';

describe('a context', () => {
  test('is copied, brought to one spelling, and frozen', () => {
    const input = { tenantId: id, request: { id: 'r' }, portalUser: { id, customerId: id } };
    const context = parseContext(input);
    input.request.id = 'changed';
    expect(context).toEqual({
      tenantId: id.toLowerCase(),
      request: { id: 'r' },
      portalUser: { id: id.toLowerCase(), customerId: id.toLowerCase() },
    });
    for (const part of [context, context.request, context.portalUser])
      expect(Object.isFrozen(part)).toBe(true);
  });

  test.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['no tenant', {}],
    ['an empty tenant', { tenantId: '' }],
    ['a tenant that is no UUID', { tenantId: `${id}'` }],
    ['a null tenant', { tenantId: null }],
    ['several tenants', { tenantId: [id, id] }],
    ['a user that is no UUID', { tenantId: id, userId: '1' }],
    ['a portal user without a customer', { tenantId: id, portalUser: { id } }],
    ['an unknown tier', { tenantId: id, portalUser: { id, customerId: id, tier: 'gold' } }],
    ['a wrong address', { tenantId: id, request: { ip: '10.0.0.256' } }],
    ['a user agent that is too long', { tenantId: id, request: { userAgent: 'x'.repeat(501) } }],
    ['a NUL byte', { tenantId: id, request: { id: 'a\0b' } }],
    ['an unknown field', { tenantId: id, tenant_id: id }],
  ])('with %s is refused', (_label, input) => {
    expect(() => parseContext(input as TenantContext)).toThrow(
      expect.objectContaining({ code: 'TENANT_CONTEXT_INVALID' }),
    );
  });

  test('that is wrong is told about without its values', () => {
    expect(() => parseContext({ tenantId: 'secret', userId: 'secret' })).toThrow(
      'The tenant context is not valid: tenantId: must be a UUID; userId: must be a UUID.',
    );
  });
});
