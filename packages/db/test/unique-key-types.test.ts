import { expect, test } from 'vitest';
import { freeOfTenant } from '../generator/unique-keys.ts';

const keys = { ofTenant: { tenantId_id: ['id'], tenantId_a_b: ['a', 'b'] }, others: ['slug'] };

test('keys can be given without the tenant, and take values', () => {
  const types = `export type PlotWhereUniqueInput = Prisma.AtLeast<{
  tenantId_id?: Prisma.PlotTenantIdIdCompoundUniqueInput
  slug?: string
  id?: Prisma.UuidFilter<"Plot"> | string
  a?: Prisma.IntNullableFilter<"Plot"> | number | null
}, "tenantId_id" | "tenantId_a_b" | "slug">

export type PlotTenantIdABCompoundUniqueInput = {
  tenantId: string
  a: number
  b: number
}
`;
  expect(freeOfTenant(types, 'Plot', keys)).toBe(`export type PlotWhereUniqueInput = Prisma.AtLeast<{
  tenantId_id?: Prisma.PlotTenantIdIdCompoundUniqueInput
  slug?: string
  id?: string
  a?: Prisma.IntNullableFilter<"Plot"> | number | null
}, "tenantId_id" | "tenantId_a_b" | "slug" | "id">

export type PlotTenantIdABCompoundUniqueInput = {
  tenantId?: string
  a: number
  b: number
}
`);
});

test('types of another shape are refused, not left half changed', () => {
  expect(() => freeOfTenant('export type PlotWhereUniqueInput = {}', 'Plot', keys)).toThrow('Plot');
});
