import { z } from 'zod';
import { DomainError } from '../../errors.ts';
import { idField } from '../../shared/input-fields.ts';
import { idText } from '../../shared/view-fields.ts';
import { defineRecords } from './define-records.ts';
import {
  activeField,
  codeField,
  nameField,
  optionalText,
  recordView,
  stateField,
  textOrNull,
} from './fields.ts';

/** Places where houses are built. One with lots cannot be deleted. */
export const communities = defineRecords({
  model: 'community',
  noun: 'community',
  create: z.strictObject({
    code: codeField,
    name: nameField,
    city: optionalText(120),
    state: stateField,
    isActive: activeField,
  }),
  view: z
    .object({
      ...recordView,
      code: z.string(),
      name: z.string(),
      city: textOrNull,
      state: textOrNull,
      isActive: z.boolean(),
    })
    .meta({ id: 'Community' }),
  search: ['code', 'name', 'city'],
  filters: ['isActive'],
  beforeRemove: async (tx, communityId) => {
    await tx.$executeRaw`SELECT 1 FROM construction.communities WHERE id = ${communityId}::uuid FOR UPDATE`;
    const lot = await tx.lot.findFirst({ where: { communityId, deletedAt: null } });
    if (lot) throw new DomainError('STATE_ILLEGAL', `The community has lot ${lot.number}.`);
  },
});

/** Pieces of land for one house each. One with a job that counts cannot be deleted. */
export const lots = defineRecords({
  model: 'lot',
  noun: 'lot',
  create: z.strictObject({
    communityId: idField,
    number: codeField,
    addressLine: optionalText(200),
    isActive: activeField,
  }),
  fixed: ['communityId'],
  view: z
    .object({
      ...recordView,
      communityId: idText,
      number: z.string(),
      addressLine: textOrNull,
      isActive: z.boolean(),
    })
    .meta({ id: 'Lot' }),
  search: ['number', 'addressLine'],
  filters: ['communityId', 'isActive'],
  references: { communityId: ['community', 'community'] },
  beforeRemove: async (tx, lotId) => {
    await tx.$executeRaw`SELECT 1 FROM construction.lots WHERE id = ${lotId}::uuid FOR UPDATE`;
    const job = await tx.job.findFirst({ where: { lotId, deletedAt: null, status: { not: 'CANCELLED' } } });
    if (job) throw new DomainError('STATE_ILLEGAL', `Job ${job.code} is on the lot.`);
  },
});
