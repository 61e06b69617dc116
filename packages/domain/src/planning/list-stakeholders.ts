import type { TenantClient } from '@org/db';
import { z } from 'zod';
import { parseInput } from '../parse-input.ts';
import { type Page, pageFields, readPage } from '../read-page.ts';
import { idField } from '../shared/input-fields.ts';
import { requireProject } from './lock-project.ts';
import { type StakeholderView, toStakeholder } from './views/stakeholder.ts';

export const STAKEHOLDER_ORDERS = ['name', '-name'] as const;

export const listStakeholdersInput = z.strictObject({
  ...pageFields(STAKEHOLDER_ORDERS),
  projectId: idField,
});

/** @throws DomainError NOT_FOUND for the project; DbError CURSOR_INVALID */
export async function listStakeholders(
  client: TenantClient,
  input: z.input<typeof listStakeholdersInput>,
): Promise<Page<StakeholderView>> {
  const { projectId, ...page } = parseInput(listStakeholdersInput, input);
  await requireProject(client, projectId);
  const found = await readPage(
    client,
    { resource: 'stakeholders', page, filters: { projectId } },
    ({ where, orderBy, take }) =>
      client.projectStakeholder.findMany({ where: { AND: [{ projectId }, where] }, orderBy, take }),
  );
  return { data: found.data.map(toStakeholder), page: found.page };
}
