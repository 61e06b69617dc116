import type { Client } from 'pg';
import { readCatalog } from './catalog/read-catalog.ts';
import type { Explained } from './explained.ts';
import { findInPlan } from './findings/find.ts';
import { notesOn } from './notes.ts';
import { allNodes } from './plan/plan-node.ts';
import { readPlan } from './plan/read-plan.ts';
import { type RunOptions, runExplain } from './run/run-explain.ts';
import { readSession } from './run/transaction.ts';
import type { Statement } from './statement/statement.ts';
import { readConditions, subjectOf } from './subject.ts';

/** Explains a statement in the transaction that is open, as its role. @throws OperationsError as `runExplain` */
export async function explainIn(
  client: Client,
  statement: Statement,
  { withSettings, ...how }: RunOptions & { readonly withSettings: boolean },
): Promise<Explained> {
  const { analyze, parameters } = how;
  const session = await readSession(client);
  // The first plan of a connection also reads the catalogs, which a service's connection has in memory.
  const planned = await runExplain(client, statement, { ...how, analyze: false });
  const read = readPlan(analyze ? await runExplain(client, statement, how) : planned);
  const conditions = await readConditions(read.root);
  const relations = allNodes(read.root).flatMap(({ relation }) => relation ?? []);
  const catalog = await readCatalog(client, relations, [...conditions.values()].flat());
  const generic = statement.parameters > 0 && parameters.length === 0;
  const offset = offsetOf(statement, parameters);
  const subject = subjectOf(read, conditions, catalog, { analyzed: analyze, generic, offset });
  return {
    query: statement.text,
    ...session,
    analyzed: analyze,
    generic,
    plan: read.root,
    run: read.run,
    findings: findInPlan(subject),
    notes: notesOn(subject, { statement, role: session.role, withSettings }),
  };
}

function offsetOf(
  { offset, offsetParameter }: Statement,
  given: readonly (string | null)[],
): number | undefined {
  if (offset !== undefined) return offset;
  const value = offsetParameter === undefined ? undefined : Number(given[offsetParameter - 1] ?? Number.NaN);
  return Number.isFinite(value) ? value : undefined;
}
