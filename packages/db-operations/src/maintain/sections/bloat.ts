import { bloatCandidates, type Candidate } from '../bloat/candidates.ts';
import { expectedIndexPages, expectedTablePages, mostToastPages } from '../bloat/expected-pages.ts';
import { otherIndexes } from '../bloat/other-indexes.ts';
import { findPgstattuple } from '../bloat/pgstattuple.ts';
import { sampleWidths } from '../bloat/sample-widths.ts';
import { onIndex, onTable } from '../comment-on.ts';
import { type Figure, type Finding, shown } from '../finding.ts';
import { byOwner, type Inspect, type Inspection } from '../inspection.ts';
import { sizeWords } from '../words.ts';

interface Measured {
  readonly candidate: Candidate;
  readonly wasted: number;
  /** Of TOAST tables only the least is known without measuring. */
  readonly method: 'estimate' | 'at least' | 'pgstattuple';
}

/**
 * How much of each large table, TOAST table and B-tree holds nothing. Estimated from the widths of a sample of rows, of a TOAST table from
 * how many pieces it holds; what looks bloated, and what cannot be estimated or only from below, is measured by pgstattuple where the
 * extension is there and the role may use it.
 */
export const inspectBloat: Inspect = async (inspection) => {
  const { client, thresholds } = inspection;
  const pgstattuple = await findPgstattuple(client);
  const measured: Measured[] = [];
  const unknown: string[] = [];
  for (const candidate of await bloatCandidates(inspection)) {
    const estimate = await estimateWaste(inspection, candidate);
    const uncertain = estimate === undefined || candidate.toast || isBloated(candidate, estimate, inspection);
    const wasted = uncertain ? await pgstattuple?.wasted(candidate) : undefined;
    if (wasted !== undefined) measured.push({ candidate, wasted, method: 'pgstattuple' });
    else if (estimate === undefined) unknown.push(nameOf(candidate));
    else measured.push({ candidate, wasted: estimate, method: candidate.toast ? 'at least' : 'estimate' });
  }
  const others = await otherIndexes(inspection, pgstattuple);
  const bloated = measured.filter(({ candidate, wasted }) => isBloated(candidate, wasted, inspection));
  return {
    findings: [...bloated.map(toFinding), ...others.findings],
    notes: [
      `Looked at: tables, their TOAST tables and B-trees of ${thresholds.bloatMegabytes} MB or more; ${pgstattuple ? 'what looks bloated was measured by pgstattuple' : 'estimated, as pgstattuple is not there or not for this role (CREATE EXTENSION pgstattuple; GRANT pg_stat_scan_tables)'}.`,
      ...(unknown.length > 0
        ? [
            `Not estimated, as they were never analyzed or rows of them may be hidden from this role: ${unknown.join(', ')}.`,
          ]
        : []),
      ...others.notes,
    ],
    figures: measured.sort((a, b) => b.wasted - a.wasted).map(toFigure),
  };
};

async function estimateWaste({ client }: Inspection, candidate: Candidate): Promise<number | undefined> {
  const { relation, entries, fillFactor, blockSize, bytes, index, toast } = candidate;
  if (entries < 0) return undefined;
  if (toast) return Math.max(0, bytes - mostToastPages(entries) * blockSize);
  if (!relation.rowsSeen) return undefined;
  const widths = entries === 0 ? [] : await sampleWidths(client, candidate);
  if (widths === undefined) return undefined;
  const expected = index === null ? expectedTablePages : expectedIndexPages;
  return Math.max(0, bytes - expected(entries, widths, fillFactor, blockSize) * blockSize);
}

function isBloated({ bytes }: Candidate, wasted: number, { thresholds }: Inspection): boolean {
  return wasted >= thresholds.bloatMegabytes * 2 ** 20 && wasted >= (bytes * thresholds.bloatPercent) / 100;
}

function nameOf({ relation, index, toast }: Candidate): string {
  if (index !== null) return `${relation.schema}.${index}`;
  return toast ? `${shown(relation)} (TOAST)` : shown(relation);
}

const METHODS: Readonly<Record<Measured['method'], string>> = {
  estimate: 'as estimated',
  'at least': 'at least, by how many pieces of large values it holds',
  pgstattuple: 'measured by pgstattuple',
};

function toFinding({ candidate, wasted, method }: Measured): Finding {
  const { relation, index, toast, bytes } = candidate;
  const share = Math.round((wasted * 100) / bytes);
  const problem = `${sizeWords(wasted)} of ${sizeWords(bytes)} (${share} %) hold nothing, ${METHODS[method]}`;
  const subject = nameOf(candidate);
  if (index === null) {
    return {
      kind: toast ? 'toast-bloat' : 'table-bloat',
      subject,
      problem,
      advice:
        'What is new uses the room. To give it back: pg_repack, or VACUUM FULL while nobody needs the table (it locks it, and writes it anew).',
      commentOn: onTable(relation),
    };
  }
  return {
    kind: 'index-bloat',
    subject,
    problem,
    advice: `REINDEX INDEX CONCURRENTLY: "--apply --reindex" does.${byOwner(relation)}`,
    commentOn: onIndex({ schema: relation.schema, name: index }),
    mend: relation.owned ? { kind: 'reindex', schema: relation.schema, name: index } : undefined,
  };
}

function toFigure({ candidate, wasted, method }: Measured): Figure {
  return {
    name: nameOf(candidate),
    kind: candidate.toast ? 'toast' : candidate.index === null ? 'table' : 'index',
    bytes: candidate.bytes,
    wastedBytes: Math.round(wasted),
    percent: Math.round((wasted * 100) / candidate.bytes),
    method,
  };
}
