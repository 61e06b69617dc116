import type { UserSeed } from '../demo/demo-tenant.ts';
import { hashPassword } from '../password-hash.ts';
import type { SeedLog, StepCount } from '../report.ts';
import type { SeedTransaction } from '../seed-database.ts';
import { earlierPassword, initialPassword } from './initial-password.ts';
import { readRoleIds, roleIdOf, roleKey } from './seed-roles.ts';

/**
 * Writes the users whose e-mail the tenant does not know, with their roles. A user who was there, deleted or not, is
 * left alone: neither a role that was taken nor a password that was changed comes back.
 */
export async function seedUsers(
  tx: SeedTransaction,
  log: SeedLog,
  { tenantId, users, production }: { tenantId: string; users: readonly UserSeed[]; production: boolean },
): Promise<StepCount> {
  const roleIds = await readRoleIds(tx);
  let created = 0;
  for (const { name, email, password: known, roles } of users) {
    const login = { email, role: roles.map(roleKey).join(', '), kind: 'staff' } as const;
    const rows = await tx.user.findMany({ where: { tenantId, email }, select: { deletedAt: true } });
    if (rows.length > 0) {
      if (rows.some((row) => row.deletedAt === null)) {
        log.login({ ...login, password: earlierPassword(known, production), created: false });
      }
      continue;
    }
    const password = initialPassword(known, production);
    const user = await tx.user.create({
      data: {
        tenantId,
        name,
        email,
        passwordHash: await hashPassword(password),
        status: 'ACTIVE',
        emailVerified: true,
        emailVerifiedAt: new Date(),
      },
      select: { id: true },
    });
    await tx.userRole.createMany({
      data: roles.map((role) => ({ tenantId, userId: user.id, roleId: roleIdOf(roleIds, role) })),
    });
    log.login({ ...login, password, created: true });
    created += 1;
  }
  return { created, unchanged: users.length - created };
}
