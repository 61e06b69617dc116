import type { PermissionKey } from './permissions.ts';

/** The system whose vocabulary a role belongs to. */
export type RoleSystem = 'core' | 'commerce' | 'workforce' | 'planning' | 'construction';

/** A role that ships with a system, for all tenants. */
export interface RoleDefinition {
  readonly system: RoleSystem;
  readonly name: string;
  readonly description: string;
  readonly permissions: readonly PermissionKey[];
}

const ADMINISTRATION = [
  'analytics:read',
  'api_keys:read',
  'api_keys:write',
  'audit:read',
  'integrations:read',
  'integrations:write',
  'media:read',
  'media:write',
  'notifications:read',
  'notifications:write',
  'roles:read',
  'roles:write',
  'settings:read',
  'settings:write',
  'users:read',
  'users:write',
  'webhooks:read',
  'webhooks:write',
] as const satisfies readonly PermissionKey[];

const SALES = [
  'activities:read',
  'activities:write',
  'analytics:read',
  'carts:read',
  'carts:write',
  'customers:read',
  'inventory:read',
  'invoices:read',
  'notifications:read',
  'orders:create',
  'orders:read',
  'payments:read',
  'prices:read',
  'products:read',
  'suppliers:read',
] as const satisfies readonly PermissionKey[];

const SALES_MANAGEMENT = [
  ...SALES,
  'compliance:read',
  'customers:write',
  'inventory:write',
  'invoices:write',
  'media:read',
  'media:write',
  'newsletter:read',
  'newsletter:write',
  'notifications:write',
  'orders:approve',
  'orders:write',
  'payments:write',
  'portal_users:read',
  'portal_users:write',
  'prices:write',
  'products:write',
  'settings:read',
  'users:read',
] as const satisfies readonly PermissionKey[];

const PORTAL = [
  'carts:read',
  'carts:write',
  'invoices:read',
  'notifications:read',
  'orders:read',
  'payments:read',
  'portal:order',
  'portal:read',
  'prices:read',
  'products:read',
] as const satisfies readonly PermissionKey[];

const WORKFORCE_AGENT = [
  'attendance:read',
  'attendance:write',
  'client_requests:read',
  'media:read',
  'media:write',
  'messages:read',
  'messages:write',
  'notifications:read',
  'reports:read',
  'reports:write',
  'shifts:read',
  'sites:read',
  'time_off:read',
  'time_off:write',
] as const satisfies readonly PermissionKey[];

const WORKFORCE_SUPERVISOR = [
  ...WORKFORCE_AGENT,
  'agents:read',
  'analytics:read',
  'client_requests:create',
  'client_requests:write',
  'clients:read',
  'notifications:write',
  'reports:approve',
  'shifts:write',
  'time_off:approve',
  'users:read',
] as const satisfies readonly PermissionKey[];

const PROJECT_WORK = [
  'analytics:read',
  'gaps:read',
  'gaps:write',
  'integrations:read',
  'media:read',
  'media:write',
  'notifications:read',
  'predictions:read',
  'predictions:write',
  'projects:read',
  'projects:write',
  'users:read',
] as const satisfies readonly PermissionKey[];

const CONSTRUCTION_VIEW = [
  'construction_customers:read',
  'jobs:read',
  'materials:read',
  'notifications:read',
  'plans:read',
  'purchase_orders:read',
  'takeoffs:read',
  'variances:read',
] as const satisfies readonly PermissionKey[];

const ESTIMATING = [
  ...CONSTRUCTION_VIEW,
  'construction_customers:write',
  'jobs:write',
  'plans:write',
  'takeoffs:write',
  'variances:approve',
] as const satisfies readonly PermissionKey[];

const PURCHASING = [
  ...CONSTRUCTION_VIEW,
  'materials:write',
  'purchase_orders:write',
  'takeoffs:approve',
] as const satisfies readonly PermissionKey[];

/** The roles of all systems. A role is found by its system and name. */
export const ROLES: readonly RoleDefinition[] = [
  {
    system: 'core',
    name: 'user',
    description: 'Default role of a user',
    permissions: ['notifications:read'],
  },

  {
    system: 'commerce',
    name: 'admin',
    description: 'Runs the tenant',
    permissions: [...ADMINISTRATION, ...SALES_MANAGEMENT, 'compliance:write', 'suppliers:write'],
  },
  {
    system: 'commerce',
    name: 'sales_manager',
    description: 'Leads the sales team and approves orders',
    permissions: SALES_MANAGEMENT,
  },
  { system: 'commerce', name: 'sales_rep', description: 'Looks after customers', permissions: SALES },
  {
    system: 'commerce',
    name: 'portal_admin',
    description: 'Orders in the portal and manages the portal users of the own customer',
    permissions: [...PORTAL, 'portal_users:read', 'portal_users:write'],
  },
  { system: 'commerce', name: 'portal_user', description: 'Orders in the portal', permissions: PORTAL },

  {
    system: 'workforce',
    name: 'ADMIN',
    description: 'Runs the tenant',
    permissions: [...ADMINISTRATION, ...WORKFORCE_SUPERVISOR, 'agents:write', 'clients:write', 'sites:write'],
  },
  {
    system: 'workforce',
    name: 'SUPERVISOR',
    description: 'Plans shifts and approves reports',
    permissions: WORKFORCE_SUPERVISOR,
  },
  {
    system: 'workforce',
    name: 'AGENT',
    description: 'Works shifts and writes reports',
    permissions: WORKFORCE_AGENT,
  },
  {
    system: 'workforce',
    name: 'CLIENT',
    description: 'Reads what happens at the own sites',
    permissions: [
      'client_requests:create',
      'client_requests:read',
      'messages:read',
      'messages:write',
      'notifications:read',
      'reports:read',
      'shifts:read',
      'sites:read',
    ],
  },

  {
    system: 'planning',
    name: 'ADMIN',
    description: 'Runs the tenant',
    permissions: [...ADMINISTRATION, ...PROJECT_WORK],
  },
  {
    system: 'planning',
    name: 'PROJECT_MANAGER',
    description: 'Runs projects and their gap analyses',
    permissions: PROJECT_WORK,
  },
  {
    system: 'planning',
    name: 'STAKEHOLDER',
    description: 'Follows projects',
    permissions: ['gaps:read', 'notifications:read', 'predictions:read', 'projects:read'],
  },

  {
    system: 'construction',
    name: 'ADMIN',
    description: 'Runs the tenant',
    permissions: [...ADMINISTRATION, ...ESTIMATING, ...PURCHASING],
  },
  {
    system: 'construction',
    name: 'ESTIMATOR',
    description: 'Draws takeoffs and keeps plans',
    permissions: ESTIMATING,
  },
  {
    system: 'construction',
    name: 'PURCHASER',
    description: 'Approves takeoffs and issues purchase orders',
    permissions: PURCHASING,
  },
  { system: 'construction', name: 'VIEWER', description: 'Reads', permissions: CONSTRUCTION_VIEW },
];

/** The role that runs a tenant, in each system that has one. */
export const ADMINISTRATOR_ROLES = {
  commerce: 'admin',
  workforce: 'ADMIN',
  planning: 'ADMIN',
  construction: 'ADMIN',
} as const satisfies Readonly<Record<Exclude<RoleSystem, 'core'>, string>>;
