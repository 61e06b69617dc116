import type { Difference } from '../catalog/compare-catalogs.ts';

/** What `adoptDatabase` did. */
export interface Adoption {
  /**
   * `adopted`: recorded now; `managed`: it was before, and nothing is left to record; `planned`: would be adopted;
   * `differs`: equal after none of the migrations.
   */
  readonly outcome: 'adopted' | 'managed' | 'planned' | 'differs';
  /** `host:port/database`. */
  readonly database: string;
  /** Names of the migrations that were recorded as applied, or would be. */
  readonly recorded: readonly string[];
  /** Names of those that are still to be deployed. */
  readonly pending: readonly string[];
  /** Files that were written, or would be. */
  readonly written: readonly string[];
  /** The migration after which the database differs least, with all that differs: `missing` is not in the database. */
  readonly closest?: { readonly migration: string; readonly differences: readonly Difference[] };
  /** What to know: what Prisma does not understand, roles that a new server needs. */
  readonly notes: readonly string[];
}
