import {
  getTenantSettings,
  tenantSettingsChangesSchema,
  tenantSettingsSchema,
  updateTenantSettings,
} from '@org/domain';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { staffOnly } from '../../../auth/access.ts';

const tags = ['settings'];

/** Thresholds and switches of the tenant. */
export const settingsRoutes: FastifyPluginAsyncZod = async (app) => {
  app.get(
    '',
    {
      config: staffOnly('settings:read'),
      schema: { tags, summary: 'Settings of the tenant', response: { 200: tenantSettingsSchema } },
    },
    async ({ tenant }) => getTenantSettings(tenant),
  );

  app.patch(
    '',
    {
      config: staffOnly('settings:write'),
      schema: {
        tags,
        summary: 'Change settings of the tenant',
        description: 'What is left out stays; it holds from the next request on.',
        body: tenantSettingsChangesSchema,
        response: { 200: tenantSettingsSchema },
      },
    },
    async ({ tenant, body }) => updateTenantSettings(tenant, body),
  );
};
