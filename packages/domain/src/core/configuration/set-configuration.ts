import { Prisma, type TenantClient } from '@org/db';
import { z } from 'zod';
import { parseInput } from '../../parse-input.ts';
import { inTransaction, lockName } from '../../shared/in-transaction.ts';
import { type ConfigurationView, configurationKeySchema } from './configuration.ts';
import { getConfiguration } from './get-configuration.ts';

const inputSchema = z.strictObject({
  key: configurationKeySchema,
  value: z
    .unknown()
    .refine((value) => value !== undefined, { error: 'is missing', abort: true })
    .refine((value) => JSON.stringify(value).length <= 65_536, 'must be JSON of at most 64 KiB')
    .transform((value) => value as Prisma.InputJsonValue | null),
});

/** Sets a value for the tenant; the platform's own stays for the others. */
export async function setConfiguration(
  client: TenantClient,
  input: z.input<typeof inputSchema>,
): Promise<ConfigurationView> {
  const { key, value } = parseInput(inputSchema, input);
  const json = value === null ? Prisma.JsonNull : value;
  return inTransaction(client, async (tx) => {
    await lockName(tx, `configuration:${key}`);
    const { count } = await tx.systemConfiguration.updateMany({
      where: { key, scope: 'TENANT' },
      data: { value: json },
    });
    if (count === 0) await tx.systemConfiguration.create({ data: { key, value: json } });
    return getConfiguration(tx, { key });
  });
}
