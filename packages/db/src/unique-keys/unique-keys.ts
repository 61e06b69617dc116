/** The unique keys of a model, by the names that Prisma gives them; what `prisma generate` finds out. */
export interface UniqueKeys {
  /** Keys that contain the tenant, with their other fields: `tenantId_number: ['number']`. */
  readonly ofTenant: Readonly<Record<string, readonly string[]>>;
  /** All others. */
  readonly others: readonly string[];
}
