import type { CustomerSeed } from '../demo/well-crafted/customers.ts';
import { hashPassword } from '../password-hash.ts';
import type { SeedLog, StepCount } from '../report.ts';
import type { SeedTransaction } from '../seed-database.ts';
import { earlierPassword, initialPassword } from './initial-password.ts';
import { readRoleIds, roleIdOf, roleKey } from './seed-roles.ts';

const PORTAL_ROLE = { system: 'commerce', name: 'portal_user' } as const;

interface CustomersInput {
  readonly tenantId: string;
  readonly customers: readonly CustomerSeed[];
  readonly salesRepEmail: string;
  readonly production: boolean;
}

/** Writes the customers whose code is not taken, each with its primary contact as a verified portal user. */
export async function seedCustomers(
  tx: SeedTransaction,
  log: SeedLog,
  { tenantId, customers, salesRepEmail, production }: CustomersInput,
): Promise<StepCount> {
  const salesRep = await tx.user.findFirst({
    where: { tenantId, email: salesRepEmail, deletedAt: null },
    select: { id: true },
  });
  let created = 0;
  for (const { contact, ...customer } of customers) {
    const login = { email: contact.email, role: roleKey(PORTAL_ROLE), kind: 'portal' } as const;
    const contacts = await tx.portalUser.findMany({
      where: { tenantId, email: contact.email },
      select: { deletedAt: true },
    });
    if ((await tx.customer.count({ where: { tenantId, code: customer.code } })) > 0) {
      if (contacts.some((row) => row.deletedAt === null)) {
        log.login({ ...login, password: earlierPassword(contact.password, production), created: false });
      }
      continue;
    }
    const { id } = await tx.customer.create({
      data: { tenantId, ...customer, salesRepId: salesRep?.id ?? null },
      select: { id: true },
    });
    created += 1;
    // The customer's code was changed, and its contact is still there: the e-mail is taken.
    if (contacts.length > 0) {
      continue;
    }
    const password = initialPassword(contact.password, production);
    await seedContact(tx, { tenantId, customerId: id, name: contact.name, email: contact.email, password });
    log.login({ ...login, password, created: true });
  }
  return { created, unchanged: customers.length - created };
}

async function seedContact(
  tx: SeedTransaction,
  contact: { tenantId: string; customerId: string; name: string; email: string; password: string },
): Promise<void> {
  const { password, ...columns } = contact;
  await tx.portalUser.create({
    data: {
      ...columns,
      roleId: roleIdOf(await readRoleIds(tx), PORTAL_ROLE),
      passwordHash: await hashPassword(password),
      status: 'ACTIVE',
      isPrimaryContact: true,
      emailVerifiedAt: new Date(),
    },
    select: { id: true },
  });
}
