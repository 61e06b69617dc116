import { z } from 'zod';
import { DomainError } from '../../errors.ts';
import { idField, quantityField } from '../../shared/input-fields.ts';
import { decimalText, idText } from '../../shared/view-fields.ts';
import { wasteField } from '../input-fields.ts';
import { materialUnitSchema } from '../views/vocabulary.ts';
import { defineRecords } from './define-records.ts';
import { activeField, codeField, nameField, recordView } from './fields.ts';

const ofPlan = { planId: ['plan', 'plan'] } as const;

/** Houses that can be built. One with a job under way cannot be deleted. */
export const plans = defineRecords({
  model: 'plan',
  noun: 'plan',
  create: z.strictObject({
    code: codeField,
    name: nameField,
    squareFeet: z.int().min(1).max(1_000_000).nullable().optional(),
    bedrooms: z.int().min(0).max(99).nullable().optional(),
    bathrooms: z.number().min(0).max(99).multipleOf(0.5).nullable().optional(),
    stories: z.int().min(1).max(99).default(1),
    description: z.string().max(4000).default(''),
    isActive: activeField,
  }),
  view: z
    .object({
      ...recordView,
      code: z.string(),
      name: z.string(),
      squareFeet: z.int().nullable(),
      bedrooms: z.int().nullable(),
      bathrooms: decimalText.nullable(),
      stories: z.int(),
      description: z.string(),
      isActive: z.boolean(),
    })
    .meta({ id: 'Plan' }),
  formats: { bathrooms: 'number' },
  search: ['code', 'name'],
  filters: ['isActive'],
  beforeRemove: async (tx, planId) => {
    await tx.$executeRaw`SELECT 1 FROM construction.plans WHERE id = ${planId}::uuid FOR UPDATE`;
    const job = await tx.job.findFirst({
      where: { planId, deletedAt: null, status: { in: ['PLANNED', 'IN_PROGRESS'] } },
    });
    if (job) throw new DomainError('STATE_ILLEGAL', `Job ${job.code} builds the plan, and is not over.`);
  },
});

const choice = { planId: idField, code: codeField, name: nameField, isActive: activeField };
const choiceView = {
  ...recordView,
  planId: idText,
  code: z.string(),
  name: z.string(),
  isActive: z.boolean(),
};

/** Fronts of a plan. */
export const planElevations = defineRecords({
  model: 'planElevation',
  noun: 'elevation',
  create: z.strictObject(choice),
  fixed: ['planId'],
  view: z.object(choiceView).meta({ id: 'PlanElevation' }),
  search: ['code', 'name'],
  filters: ['planId', 'isActive'],
  references: ofPlan,
});

/** What can be chosen beyond a plan. */
export const planOptions = defineRecords({
  model: 'planOption',
  noun: 'option',
  create: z.strictObject({ ...choice, description: z.string().max(2000).default('') }),
  fixed: ['planId'],
  view: z.object({ ...choiceView, description: z.string() }).meta({ id: 'PlanOption' }),
  search: ['code', 'name'],
  filters: ['planId', 'isActive'],
  references: ofPlan,
});

/** What a plan, or one of its elevations or options, needs of a material, in the material's unit. */
export const planTemplateItems = defineRecords({
  model: 'planTemplateItem',
  noun: 'template item',
  create: z.strictObject({
    planId: idField,
    elevationId: idField.nullable().optional().describe('Only for this elevation'),
    optionId: idField.nullable().optional().describe('Only with this option'),
    materialId: idField,
    quantity: quantityField.describe('Before waste, in the unit of the material'),
    wasteFactor: wasteField.default('0').describe('Share added for waste: 0.08 is 8 %'),
    isActive: activeField,
  }),
  fixed: ['planId', 'elevationId', 'optionId', 'materialId'],
  view: z
    .object({
      ...recordView,
      planId: idText,
      elevationId: idText.nullable(),
      optionId: idText.nullable(),
      materialId: idText,
      quantity: decimalText,
      unit: materialUnitSchema,
      wasteFactor: decimalText,
      isActive: z.boolean(),
    })
    .meta({ id: 'PlanTemplateItem' }),
  formats: { quantity: 'number', wasteFactor: 'number' },
  filters: ['planId', 'elevationId', 'optionId', 'materialId', 'isActive'],
  references: {
    ...ofPlan,
    materialId: ['material', 'material'],
    elevationId: ['planElevation', 'elevation'],
    optionId: ['planOption', 'option'],
  },
  prepare: async (tx, { materialId }) => {
    if (typeof materialId !== 'string') return {};
    const { unit } = await tx.material.findFirstOrThrow({ where: { id: materialId } });
    return { unit };
  },
});
