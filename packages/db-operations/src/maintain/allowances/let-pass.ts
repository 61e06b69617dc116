import type { Finding, SectionReport } from '../finding.ts';
import { SIGNED_KINDS } from '../kinds.ts';
import { type Allowance, lets } from './allowance.ts';

/**
 * Takes out of a section what comments on its objects allow. An allowance without a reason lets pass as well, so that nothing is done to what
 * somebody meant to keep, but is a finding itself; so is one of which the schema alone tells that it lets nothing pass.
 */
export function letPass(
  report: Omit<SectionReport, 'allowed'>,
  allowances: readonly Allowance[],
): SectionReport {
  const findings: Finding[] = [];
  const allowed: SectionReport['allowed'][number][] = [];
  const used = new Set<Allowance>();
  for (const finding of report.findings) {
    const matching = allowances.filter((allowance) => lets(allowance, finding));
    for (const allowance of matching) used.add(allowance);
    const [first] = matching;
    if (first === undefined) findings.push(finding);
    else allowed.push({ ...finding, reason: first.reason });
  }
  const own = allowances.filter(
    ({ kind, section }) => (SIGNED_KINDS.get(kind)?.section ?? section) === report.section,
  );
  const idle = own.filter((allowance) => !used.has(allowance) && allowance.reason !== '');
  const waiting = idle.filter(({ kind }) => SIGNED_KINDS.get(kind)?.standing === false);
  return {
    ...report,
    findings: [
      ...findings,
      ...own.filter(({ reason }) => reason === '').map(unexplained),
      ...idle.filter((allowance) => !waiting.includes(allowance)).map(unused),
    ],
    allowed,
    notes: [
      ...report.notes,
      ...(waiting.length > 0
        ? [
            `Allowed, and not found at present: ${waiting.map(({ kind, subject }) => `${kind} of ${subject}`).join(', ')}.`,
          ]
        : []),
    ],
  };
}

function unexplained({ commentOn, subject, kind }: Allowance): Finding {
  return {
    kind: 'allow-unexplained',
    subject,
    problem: `its comment allows ${kind || 'something'} and says no reason`,
    advice: `COMMENT ON ${commentOn} IS 'orgdb:allow ${kind || '<kind>'}: <why it does no harm here>', by a migration.`,
  };
}

function unused({ commentOn, subject, kind }: Allowance): Finding {
  const known = SIGNED_KINDS.has(kind);
  return {
    kind: 'allow-unused',
    subject,
    problem: `its comment allows ${kind || 'something'}, ${known ? 'which is not found' : 'which is no kind of finding that a comment lets pass'}`,
    advice: `Take the line out of the comment, by a migration: COMMENT ON ${commentOn} IS NULL, or what else it says.${known ? '' : ` Kinds are: ${[...SIGNED_KINDS.keys()].join(', ')}.`}`,
  };
}
