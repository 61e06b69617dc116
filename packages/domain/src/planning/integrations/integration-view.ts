import { z } from 'zod';
import { DomainError } from '../../errors.ts';
import { idText, moment, momentOrNull, momentText } from '../../shared/view-fields.ts';

export const integrationStatusSchema = z.enum(['ACTIVE', 'PAUSED', 'ERROR']);

export const integrationSchema = z
  .object({
    id: idText,
    provider: z.string(),
    name: z.string(),
    status: integrationStatusSchema,
    config: z.record(z.string(), z.unknown()),
    credentialKinds: z.array(z.string()).meta({ description: 'Which secrets are kept; never the secrets' }),
    lastSyncedAt: momentText.nullable(),
    nextSyncAt: momentText,
    syncFailures: z.int(),
    lastError: z.string().nullable(),
    createdAt: momentText,
  })
  .meta({ id: 'Integration' });
export type IntegrationView = z.output<typeof integrationSchema>;

interface IntegrationRow extends Pick<IntegrationView, 'id' | 'provider' | 'name' | 'status'> {
  readonly config: unknown;
  readonly tokens: readonly { readonly kind: string }[];
  readonly lastSyncedAt: Date | null;
  readonly nextSyncAt: Date;
  readonly syncFailures: number;
  readonly lastError: string | null;
  readonly createdAt: Date;
}

/** Prisma's `include` for an integration: of its credentials only which there are. */
export const tokenKinds = { tokens: { select: { kind: true }, orderBy: { kind: 'asc' } } } as const;

export function toIntegration(row: IntegrationRow): IntegrationView {
  return {
    id: row.id,
    provider: row.provider,
    name: row.name,
    status: row.status,
    config: { ...(row.config as Record<string, unknown>) },
    credentialKinds: row.tokens.map(({ kind }) => kind),
    lastSyncedAt: momentOrNull(row.lastSyncedAt),
    nextSyncAt: moment(row.nextSyncAt),
    syncFailures: row.syncFailures,
    lastError: row.lastError,
    createdAt: moment(row.createdAt),
  };
}

/** The refusal of an integration that is not there. */
export function noSuchIntegration(): DomainError {
  return new DomainError('NOT_FOUND', 'There is no such integration.');
}
