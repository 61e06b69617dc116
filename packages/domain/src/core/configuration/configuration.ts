import { z } from 'zod';

/** A key such as `reports.page_size`. */
export const configurationKeySchema = z
  .string()
  .max(120)
  .regex(/^[a-z0-9_]+(\.[a-z0-9_]+)*$/, 'must be like reports.page_size');

export const configurationSchema = z
  .object({
    key: z.string(),
    value: z.unknown().meta({ description: 'Any JSON' }),
    scope: z
      .enum(['GLOBAL', 'TENANT'])
      .meta({ description: 'Whose it is: the platform’s, or the tenant’s own' }),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'Configuration' });
export type ConfigurationView = z.output<typeof configurationSchema>;
