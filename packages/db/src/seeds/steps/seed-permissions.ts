import { PERMISSIONS } from '../permissions.ts';
import type { StepCount } from '../report.ts';
import type { SeedTransaction } from '../seed-database.ts';

/** Writes the permissions that are missing and returns their keys. */
export async function seedPermissions(
  tx: SeedTransaction,
): Promise<{ count: StepCount; createdKeys: ReadonlySet<string> }> {
  const rows = Object.entries(PERMISSIONS).map(([key, description]) => ({ key, description }));
  const existing = await tx.permission.findMany({ select: { key: true } });
  const existingKeys = new Set(existing.map((permission) => permission.key));
  const missing = rows.filter((row) => !existingKeys.has(row.key));
  if (missing.length > 0) {
    await tx.permission.createMany({ data: missing });
  }
  return {
    count: { created: missing.length, unchanged: rows.length - missing.length },
    createdKeys: new Set(missing.map((row) => row.key)),
  };
}
