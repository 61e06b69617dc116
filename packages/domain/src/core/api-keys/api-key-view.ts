import { z } from 'zod';

export const apiKeySchema = z
  .object({
    id: z.guid(),
    name: z.string(),
    prefix: z.string().meta({ description: 'The beginning of the key, to know it by' }),
    scopes: z.array(z.string()),
    requestsPerMinute: z.int(),
    createdById: z.guid().nullable(),
    expiresAt: z.iso.datetime().nullable(),
    lastUsedAt: z.iso.datetime().nullable(),
    revokedAt: z.iso.datetime().nullable(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'ApiKey' });
export type ApiKeyView = z.output<typeof apiKeySchema>;

type Dates = 'expiresAt' | 'lastUsedAt' | 'revokedAt';

interface ApiKeyRow extends Omit<ApiKeyView, Dates | 'createdAt'>, Readonly<Record<Dates, Date | null>> {
  readonly createdAt: Date;
}

export function toApiKey(row: ApiKeyRow): ApiKeyView {
  return {
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    scopes: [...row.scopes],
    requestsPerMinute: row.requestsPerMinute,
    createdById: row.createdById,
    expiresAt: row.expiresAt?.toISOString() ?? null,
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
  };
}
