import {
  builderCustomers,
  communities,
  customerContacts,
  customerExternalIds,
  customerPrices,
  customerTiers,
  lots,
  materials,
  planElevations,
  planOptions,
  plans,
  planTemplateItems,
  vendors,
} from '@org/domain';
import type { FastifyPluginAsync } from 'fastify';
import { recordRoutes } from './record-routes.ts';

const ofCustomers = {
  read: 'construction_customers:read',
  write: 'construction_customers:write',
} as const;
const ofPlans = { read: 'plans:read', write: 'plans:write' } as const;
const ofMaterials = { read: 'materials:read', write: 'materials:write' } as const;
const ofJobs = { read: 'jobs:read', write: 'jobs:write' } as const;

/** What changes rarely: a line for each kind. */
export const masterDataRoutes: FastifyPluginAsync = async (app) => {
  await app.register(recordRoutes({ records: builderCustomers, ...ofCustomers }), { prefix: '/customers' });
  await app.register(recordRoutes({ records: customerContacts, ...ofCustomers }), { prefix: '/contacts' });
  await app.register(recordRoutes({ records: customerExternalIds, ...ofCustomers }), {
    prefix: '/external-ids',
  });
  await app.register(recordRoutes({ records: customerTiers, ...ofCustomers }), { prefix: '/pricing-tiers' });
  await app.register(recordRoutes({ records: customerPrices, ...ofCustomers }), {
    prefix: '/negotiated-prices',
  });
  await app.register(recordRoutes({ records: plans, ...ofPlans }), { prefix: '/plans' });
  await app.register(recordRoutes({ records: planElevations, ...ofPlans }), { prefix: '/elevations' });
  await app.register(recordRoutes({ records: planOptions, ...ofPlans }), { prefix: '/options' });
  await app.register(recordRoutes({ records: planTemplateItems, ...ofPlans }), { prefix: '/template-items' });
  await app.register(recordRoutes({ records: vendors, ...ofMaterials }), { prefix: '/vendors' });
  await app.register(recordRoutes({ records: materials, ...ofMaterials }), { prefix: '/materials' });
  await app.register(recordRoutes({ records: communities, ...ofJobs }), { prefix: '/communities' });
  await app.register(recordRoutes({ records: lots, ...ofJobs }), { prefix: '/lots' });
};
