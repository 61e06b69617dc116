import type { RoleSystem } from '../roles.ts';
import type { ParsedTenantDefinition, TenantSettingsSeed } from '../tenant-definition.ts';

/** A system that comes with demo tenants of its own. */
export type SeedSystem = 'core' | 'commerce' | 'planning' | 'construction' | 'workforce';

/** A member of staff. */
export interface UserSeed {
  readonly name: string;
  readonly email: string;
  /** Left out, one is generated. */
  readonly password?: string | undefined;
  readonly roles: readonly { readonly system: RoleSystem; readonly name: string }[];
}

/** A demo tenant and its staff. */
export interface DemoTenant
  extends Pick<ParsedTenantDefinition, 'slug' | 'name' | 'status' | 'subscriptionTier' | 'contactEmail'> {
  readonly settings: TenantSettingsSeed;
  readonly users: readonly UserSeed[];
}
