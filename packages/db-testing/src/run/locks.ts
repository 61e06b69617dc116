import type { Client } from 'pg';

// Advisory locks with two keys; the first tells what the second one names. A lock ends with its connection, so a run
// that was killed holds none, on whatever machine it ran: that is how its leftovers are known.
const SPACES = {
  run: 0x6f726701,
  template: 0x6f726702,
  settings: 0x6f726703,
  building: 0x6f726704,
  preparing: 0x6f726705,
} as const;

export interface LockName {
  space: keyof typeof SPACES;
  /** At least eight hexadecimal digits, of which the first eight count. */
  id: string;
}

/** Waits for the lock and holds it until `unlock`, or until the connection ends. */
export async function lock(client: Client, name: LockName, mode: 'shared' | 'exclusive'): Promise<void> {
  await client.query(`SELECT pg_advisory_lock${mode === 'shared' ? '_shared' : ''}($1, $2)`, keys(name));
}

/** Takes the lock alone if nobody holds it; says whether it did. */
export async function tryLock(client: Client, name: LockName): Promise<boolean> {
  const { rows } = await client.query<{ taken: boolean }>(
    'SELECT pg_try_advisory_lock($1, $2) AS taken',
    keys(name),
  );
  return rows[0]?.taken === true;
}

/** Lets go of a lock that was taken alone. */
export async function unlock(client: Client, name: LockName): Promise<void> {
  await client.query('SELECT pg_advisory_unlock($1, $2)', keys(name));
}

// The server's keys are signed.
function keys({ space, id }: LockName): [number, number] {
  return [SPACES[space], Number.parseInt(id.slice(0, 8), 16) | 0];
}
