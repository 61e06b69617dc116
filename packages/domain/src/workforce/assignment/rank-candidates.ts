import { z } from 'zod';
import type { Candidate, ShiftToFill } from './candidate.ts';
import { distanceTo, type Finding, findingsOf, weeklyHours } from './constraints.ts';

export const assignmentMethodSchema = z.enum(['MANUAL', 'AUTO', 'INTELLIGENT_AUTO', 'EMERGENCY_AUTO']);
export type AssignmentMethod = z.output<typeof assignmentMethodSchema>;

/** What came of looking at one agent, for people and for the record. */
export const assignmentReasonSchema = z
  .object({
    agentId: z.guid(),
    employeeNumber: z.string(),
    name: z.string(),
    rank: z.int().nullable().describe('1 is the best; null for who is excluded'),
    score: z.number().nullable().describe('0 to 100; null where nobody is ranked, or for who is excluded'),
    reasons: z
      .array(z.string())
      .describe('What speaks for and against; for who is excluded what excluded him'),
  })
  .meta({ id: 'AssignmentReason' });
export type AssignmentReason = z.output<typeof assignmentReasonSchema>;
export const assignmentReasonsSchema = z.array(assignmentReasonSchema);

/** Parts of a score; together 100. */
const NEARNESS = 40;
const HEADROOM = 30;
const RELIABILITY = 30;
/** From here on nearness counts nothing, in metres. */
const FAR = 50_000;
/** Nearness of who has told no place: as if he were 37.5 km away. */
const UNKNOWN_NEARNESS = 10;
/** Off the score for each soft constraint that an emergency relaxes. */
const RELAXED_PENALTY = 25;

/**
 * Puts agents in the order in which they should get a shift, and says why of each. Equal input gives equal output: who
 * has the same score is ordered by his employee number.
 *
 * - AUTO, MANUAL: whoever no constraint speaks against, by employee number; no score.
 * - INTELLIGENT_AUTO: the same agents by score: nearness to the site (40 at 0 km, 0 from 50 km), hours left in the week
 *   after this shift (30 × left ÷ allowed), and reliability of 90 days, (completed + 1) ÷ (completed + missed + 2) × 30.
 * - EMERGENCY_AUTO: as that, but soft constraints (rest, weekly hours, distance) cost 25 each and exclude nobody.
 *
 * A hard constraint (employment, certifications, overlap, approved time off) always excludes. For MANUAL soft
 * constraints exclude nobody: a person has decided, and they are noted.
 */
export function rankCandidates(
  shift: ShiftToFill,
  candidates: readonly Candidate[],
  method: AssignmentMethod,
): AssignmentReason[] {
  const relaxes = method === 'MANUAL' || method === 'EMERGENCY_AUTO';
  const scores = method === 'INTELLIGENT_AUTO' || method === 'EMERGENCY_AUTO';
  const judged = candidates.map((candidate) => {
    const findings = findingsOf(shift, candidate);
    const excluding = findings.filter((finding) => finding.hard || !relaxes);
    const { score, reasons } = scoreOf(shift, candidate, findings);
    return {
      candidate,
      excluded: excluding.length > 0,
      excluding,
      score: scores ? score : null,
      reasons,
      findings,
    };
  });
  const order = judged.toSorted(
    (a, b) =>
      Number(a.excluded) - Number(b.excluded) ||
      (a.excluded ? 0 : (b.score ?? 0) - (a.score ?? 0)) ||
      compare(a.candidate.employeeNumber, b.candidate.employeeNumber),
  );
  return order.map(({ candidate, excluded, excluding, score, reasons, findings }, index) => ({
    agentId: candidate.agentId,
    employeeNumber: candidate.employeeNumber,
    name: candidate.name,
    rank: excluded ? null : index + 1,
    score: excluded ? null : score,
    reasons: excluded
      ? excluding.map(describe)
      : [...(scores ? reasons : []), ...findings.map((finding) => `relaxed: ${describe(finding)}`)],
  }));
}

function scoreOf(
  shift: ShiftToFill,
  candidate: Candidate,
  findings: readonly Finding[],
): { score: number; reasons: string[] } {
  const distance = distanceTo(shift, candidate);
  const nearness = distance === null ? UNKNOWN_NEARNESS : NEARNESS * Math.max(0, 1 - distance / FAR);
  const week = weeklyHours(shift, candidate.shifts);
  const headroom = HEADROOM * Math.max(0, 1 - week / candidate.maxWeeklyHours);
  const { completedShifts: done, missedShifts: missed } = candidate;
  const reliability = (RELIABILITY * (done + 1)) / (done + missed + 2);
  const relaxed = findings.filter((finding) => !finding.hard).length * RELAXED_PENALTY;
  const score = Math.max(0, round(nearness + headroom + reliability - relaxed));
  return {
    score,
    reasons: [
      distance === null
        ? `nearness ${round(nearness)}: no place is known`
        : `nearness ${round(nearness)}: ${Math.round(distance / 100) / 10} km away`,
      `hours ${round(headroom)}: ${round(week)} of ${candidate.maxWeeklyHours} h in the week with this shift`,
      `reliability ${round(reliability)}: ${done} shifts done and ${missed} missed in 90 days`,
    ],
  };
}

const describe = ({ constraint, message }: Finding) => `${constraint}: ${message}`;
const round = (value: number) => Math.round(value * 100) / 100;
/** By code units: the same on every machine. */
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
