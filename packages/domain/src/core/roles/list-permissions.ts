import type { TenantClient } from '@org/db';
import { z } from 'zod';

export const permissionSchema = z
  .object({ key: z.string(), description: z.string() })
  .meta({ id: 'Permission' });
export type PermissionView = z.output<typeof permissionSchema>;

/** Every permission that there is, by key. */
export async function listPermissions(client: TenantClient): Promise<PermissionView[]> {
  const rows = await client.permission.findMany({ orderBy: { key: 'asc' } });
  return rows.map(({ key, description }) => ({ key, description }));
}
