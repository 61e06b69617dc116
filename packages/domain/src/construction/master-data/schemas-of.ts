import { z } from 'zod';
import type { RecordDefinition } from './records.ts';

/** What of a kind of master data can be changed: everything but what is fixed, and none of it has to be named. */
export function changesOf<Create extends z.ZodRawShape, View extends z.ZodRawShape>({
  create,
  fixed,
}: RecordDefinition<Create, View>): z.ZodObject {
  const open = Object.entries(create.shape).filter(([field]) => !fixed?.includes(field));
  // A default is for what is new: what a change leaves out stays.
  return z.strictObject(
    Object.fromEntries(
      open.map(([field, schema]) => [field, withoutDefault(schema as z.ZodType).optional()]),
    ),
  );
}

function withoutDefault(schema: z.ZodType): z.ZodType {
  return schema instanceof z.ZodDefault ? (schema.unwrap() as z.ZodType) : schema;
}

/** What its list can be narrowed to. */
export function filtersOf<Create extends z.ZodRawShape, View extends z.ZodRawShape>({
  create,
  view,
  search,
  filters = [],
}: RecordDefinition<Create, View>): z.ZodRawShape {
  const shape = { ...view.shape, ...create.shape } as unknown as Record<string, z.ZodType>;
  const equal = filters.map((field) => [field, withoutDefault(shape[field] ?? z.never()).optional()]);
  return {
    ...Object.fromEntries(equal),
    ...(search && {
      q: z
        .string()
        .trim()
        .min(1)
        .max(100)
        .optional()
        .describe(`Part of ${search.join(', ')}`),
    }),
  };
}
