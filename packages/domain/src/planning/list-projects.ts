import type { Prisma, TenantClient } from '@org/db';
import { z } from 'zod';
import { parseInput } from '../parse-input.ts';
import { type Page, pageFields, readPage } from '../read-page.ts';
import { idField } from '../shared/input-fields.ts';
import { contains } from '../shared/search-text.ts';
import { type ProjectView, projectPrioritySchema, projectStatusSchema, toProject } from './views/project.ts';

/** What a list of projects can be narrowed to. */
export const projectFilters = {
  status: projectStatusSchema.optional(),
  priority: projectPrioritySchema.optional(),
  ownerId: idField.optional(),
  q: z.string().trim().min(1).max(100).optional().describe('Part of the name or the description'),
};

export const PROJECT_ORDERS = ['name', '-name', 'dueOn', '-dueOn', 'createdAt', '-createdAt'] as const;

export const listProjectsInput = z.strictObject({ ...pageFields(PROJECT_ORDERS), ...projectFilters });

/**
 * The projects that were not deleted.
 *
 * @throws DbError CURSOR_INVALID
 */
export async function listProjects(
  client: TenantClient,
  input: z.input<typeof listProjectsInput> = {},
): Promise<Page<ProjectView>> {
  const { limit, cursor, order, ...wanted } = parseInput(listProjectsInput, input);
  const { status, priority, ownerId, q } = wanted;
  const filters: Prisma.ProjectWhereInput[] = [];
  if (status) filters.push({ status });
  if (priority) filters.push({ priority });
  if (ownerId) filters.push({ ownerId });
  if (q) filters.push({ OR: [{ name: contains(q) }, { description: contains(q) }] });
  const found = await readPage(
    client,
    { resource: 'projects', page: { limit, cursor, order }, filters: wanted },
    ({ where, orderBy, take }) =>
      client.project.findMany({ where: { AND: [...filters, where] }, orderBy, take }),
  );
  return { data: found.data.map(toProject), page: found.page };
}
