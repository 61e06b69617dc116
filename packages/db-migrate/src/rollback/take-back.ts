import type { Client } from 'pg';
import { withConnection } from '../database/connect.ts';
import { shareEngineLock } from '../database/exclusive.ts';
import type { RollbackProgress } from '../history/history.ts';
import { recordProgress, recordRolledBack } from './history.ts';
import { planSteps, resumeAt } from './script.ts';

export interface TakeBack {
  readonly name: string;
  /** The text of rollback.sql. */
  readonly script: string;
  /** For the log of its row in the history. */
  readonly note: string;
  /** How far an earlier try came; undefined when there was none. */
  readonly underWay?: RollbackProgress | undefined;
}

/** How long a statement waits for a lock before the step gives up, in milliseconds. */
const LOCK_TIMEOUT = 10_000;

/**
 * Takes one migration back, together with its record: both or neither. A script with indexes built or dropped concurrently takes several
 * transactions, and the history says how far it came.
 */
export async function takeBack(url: string, { name, script, note, underWay }: TakeBack): Promise<void> {
  const all = await planSteps(name, script);
  const steps = underWay === undefined ? all : resumeAt(all, underWay.done);
  // A connection for itself: what the script sets ends with it.
  await withConnection(url, async (client) => {
    await shareEngineLock(client);
    await client.query(`SET lock_timeout = ${LOCK_TIMEOUT}`);
    const isWhole = steps.every(({ inTransaction }) => inTransaction);
    if (isWhole)
      return inTransaction(client, [...steps.flatMap(({ texts }) => texts), recordRolledBack(name, note)]);
    for (const { texts, inTransaction: together, first } of steps) {
      if (together) {
        await inTransaction(client, [...texts, recordProgress(name, first + texts.length, note)]);
      } else {
        await client.query(recordProgress(name, first, note));
        for (const text of texts) await client.query(text);
      }
    }
    await client.query(recordRolledBack(name, note));
  });
}

async function inTransaction(client: Client, texts: readonly string[]): Promise<void> {
  await client.query('BEGIN');
  for (const text of texts) await client.query(text);
  await client.query('COMMIT');
}
