import type { Prisma, TenantClient } from '@org/db';
import { z } from 'zod';
import { parseInput } from '../parse-input.ts';
import { type Page, pageFields, readPage } from '../read-page.ts';
import { ROLE_SYSTEMS, TENANT_ROLE_PREFIX } from './held-role.ts';
import { toUser, type User, userSelect, userStatusSchema } from './user.ts';

/** What a list of users can be sorted by; the first is the default. */
export const USER_ORDERS = [
  '-createdAt',
  'createdAt',
  'name',
  '-name',
  'email',
  '-email',
  'lastLoginAt',
  '-lastLoginAt',
] as const;

/** What a list of users can be narrowed to. */
export const userFilters = {
  status: userStatusSchema.optional(),
  isActive: z.boolean().optional(),
  role: z.string().min(1).max(70).optional().describe('Such as `commerce:sales_rep`, or the name alone'),
  q: z.string().trim().min(1).max(180).optional().describe('Beginning of the e-mail or of the name'),
  deleted: z.boolean().default(false).describe('The deleted ones, instead of the others'),
};

export const listUsersSchema = z.object({ ...pageFields(USER_ORDERS), ...userFilters });

/**
 * A page of the tenant's users. Those who never logged in come last in the order `lastLoginAt`.
 *
 * @throws DomainError INPUT_INVALID; DbError CURSOR_INVALID
 */
export async function listUsers(
  client: TenantClient,
  input: z.input<typeof listUsersSchema> = {},
): Promise<Page<User>> {
  const { limit, cursor, order, ...filters } = parseInput(listUsersSchema, input);
  const wanted = toWhere(filters);
  const found = await readPage(
    client,
    { resource: 'users', page: { limit, cursor, order }, filters, nullable: ['lastLoginAt'] },
    ({ where, orderBy, take }) =>
      client.user.findMany({ where: { AND: [wanted, where] }, orderBy, take, select: userSelect }),
  );
  return { data: found.data.map(toUser), page: found.page };
}

type Filters = z.output<z.ZodObject<typeof userFilters>>;

function toWhere({ status, isActive, role, q, deleted }: Filters): Prisma.UserWhereInput {
  return {
    deletedAt: deleted ? { not: null } : null,
    ...(status === undefined ? {} : { status }),
    ...(isActive === undefined ? {} : { isActive }),
    ...(role === undefined ? {} : { roles: { some: withRole(role) } }),
    ...(q === undefined ? {} : { OR: beginningWith(q) }),
  };
}

function withRole(role: string): Prisma.UserRoleWhereInput {
  const separator = role.indexOf(':');
  if (separator < 0) return { OR: [{ role: { name: role } }, { tenantRole: { name: role } }] };
  const prefix = role.slice(0, separator);
  const name = role.slice(separator + 1);
  if (prefix === TENANT_ROLE_PREFIX) return { tenantRole: { name } };
  const system = ROLE_SYSTEMS.find((candidate) => candidate === prefix);
  return system ? { role: { system, name } } : { OR: [] };
}

function beginningWith(text: string): Prisma.UserWhereInput[] {
  // `%` and `_` stand for themselves; e-mails are kept in lower case.
  const escaped = text.replace(/[\\%_]/g, '\\$&');
  return [
    { email: { startsWith: escaped.toLowerCase() } },
    { name: { startsWith: escaped, mode: 'insensitive' } },
  ];
}
