import type { TenantTransaction } from '@org/db';

import { fromDateColumn } from '../../shared/calendar-date.ts';
import type { DecimalLike } from '../../shared/money.ts';
import type { Aims } from './measure-gaps.ts';

interface ProjectRow {
  readonly id: string;
  readonly startsOn: Date;
  readonly dueOn: Date;
  readonly budget: DecimalLike | null;
  readonly currency: string | null;
}

/** What a project aims at: its dates, its budget and its targets. */
export async function readAims(tx: TenantTransaction, project: ProjectRow): Promise<Aims> {
  const targets = await tx.projectTarget.findMany({ where: { projectId: project.id } });
  return {
    startsOn: fromDateColumn(project.startsOn),
    dueOn: fromDateColumn(project.dueOn),
    budget: project.budget === null ? null : Number(project.budget),
    currency: project.currency,
    targets: Object.fromEntries(targets.map(({ metric, value }) => [metric, Number(value)])),
  };
}
