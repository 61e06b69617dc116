import type { Client } from 'pg';
import { parseScript } from '../check/parse/parse-script.ts';

/** Runs a migration statement by statement, so that those work which no transaction may hold. */
export async function runScript(client: Client, script: string): Promise<void> {
  const { statements, problem } = await parseScript(script);
  if (problem !== undefined) throw new Error(problem.message);
  for (const { start, end } of statements) await client.query(script.slice(start, end));
}
