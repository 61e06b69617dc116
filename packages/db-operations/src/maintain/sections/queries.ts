import type { SlowQuery } from '../../statements/slow-queries.ts';
import type { Figure, Finding } from '../finding.ts';
import type { Inspect } from '../inspection.ts';
import { numberWords, timeWords } from '../words.ts';

/** Fewer calls say nothing of a statement. */
const CALLS = 10;
const SHOWN = 50;
const LONGEST = 200;
/** Who looks at the catalogs is no program whose queries could be made faster. */
const CATALOGS =
  /\b(pg_catalog|information_schema|pg_(class|namespace|index|attribute|constraint|extension|policy|sequence|stat_\w+|locks))\b/;

/** The statements that take most of the server's time, by pg_stat_statements where it is there. */
export const inspectQueries: Inspect = async ({ client, thresholds, readSlowQueries }) => {
  const found = await readSlowQueries(client, SHOWN);
  if (!found.available)
    return { findings: [], notes: [`Slow queries are not known. ${found.advice}`], figures: [] };
  const queries = found.queries.filter(({ query }) => !CATALOGS.test(query));
  return {
    findings: queries
      .filter(({ calls, meanMs }) => calls >= CALLS && meanMs >= thresholds.slowMs)
      .map(toFinding),
    notes:
      found.since === null
        ? []
        : [`Statements are counted since ${timeWords((Date.now() - found.since.getTime()) / 1000)}.`],
    figures: queries.map(toFigure),
  };
};

function toFinding({ id, calls, meanMs, share, query }: SlowQuery): Finding {
  return {
    kind: 'slow-query',
    subject: `query ${id}`,
    problem: `${numberWords(calls)} calls of ${numberWords(meanMs)} ms in the mean, ${Math.round(share * 100)} % of the time of all: ${shorten(query)}`,
    advice: `pnpm db:explain --query-id ${id}`,
  };
}

function toFigure({ id, calls, meanMs, totalMs, rows, share, query }: SlowQuery): Figure {
  const rounded = (value: number) => Math.round(value * 100) / 100;
  return {
    queryId: id,
    calls,
    meanMs: rounded(meanMs),
    totalMs: rounded(totalMs),
    rows,
    sharePercent: rounded(share * 100),
    query: shorten(query),
  };
}

function shorten(query: string): string {
  const line = query.replaceAll(/\s+/g, ' ').trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
}
