import type { TenantTransaction } from '@org/db';

import type { GapSeverity, GapType } from '../views/gap.ts';

/** A cause as it is stored or will be. */
export interface StoredCause {
  readonly description: string;
  readonly evidence: string;
  readonly confidence: { toString(): string };
}

/** A gap that the analysis opened, and that nobody has closed. */
export interface OpenGap {
  readonly id: string;
  /** Those of the analysis. */
  readonly causes: readonly (StoredCause & { readonly id: string })[];
  /** Whoever proposed them. */
  readonly actionTitles: ReadonlySet<string>;
}

/** What earlier analyses left behind for a type of gap: at most one is open. */
export interface KnownGap {
  readonly newest: { readonly status: string; readonly severity: GapSeverity };
  readonly open: OpenGap | undefined;
}

/** Reads what earlier analyses of a project found, by type; three queries, however many there are. */
export async function readKnownGaps(
  tx: TenantTransaction,
  projectId: string,
): Promise<ReadonlyMap<GapType, KnownGap>> {
  const gaps = await tx.gap.findMany({
    where: { projectId, source: 'ANALYSIS' },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    select: { id: true, type: true, status: true, severity: true },
  });
  const openIds = gaps.filter(isOpen).map(({ id }) => id);
  const causes = await tx.gapRootCause.findMany({ where: { gapId: { in: openIds }, source: 'ANALYSIS' } });
  const actions = await tx.remediationAction.findMany({
    where: { gapId: { in: openIds } },
    select: { gapId: true, title: true },
  });
  return new Map(
    [...Map.groupBy(gaps, ({ type }) => type)].flatMap(([type, [newest, ...older]]) => {
      if (!newest) return [];
      const open = [newest, ...older].find(isOpen);
      const known: KnownGap = {
        newest,
        open: open && {
          id: open.id,
          causes: causes.filter(({ gapId }) => gapId === open.id),
          actionTitles: new Set(actions.filter(({ gapId }) => gapId === open.id).map(({ title }) => title)),
        },
      };
      return [[type, known]];
    }),
  );
}

function isOpen({ status }: { status: string }): boolean {
  return status === 'OPEN' || status === 'IN_PROGRESS';
}
