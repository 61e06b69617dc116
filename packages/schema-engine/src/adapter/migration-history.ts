import { type Client, escapeIdentifier, escapeLiteral } from 'pg';
import type { Journal } from '../script/journal.ts';
import { noJournal } from '../script/journal.ts';

/** Where Prisma keeps the history of migrations. */
export const HISTORY_TABLE = '_prisma_migrations';
const STARTED = `INSERT INTO "${HISTORY_TABLE}" ("id","checksum","started_at","migration_name") VALUES ($1,$2,$3,$4)`;
const ADVANCED = new RegExp(`^UPDATE "${HISTORY_TABLE}" SET "(applied_steps_count|finished_at)" =`);
/** What may take the history away from under the script, or the right to write it: then the engine's own way is kept. */
const APART =
  /_prisma_migrations|\bROLE\b|\bSESSION\s+AUTHORIZATION\b|\bDROP\s+SCHEMA\b|\bset_config\b|\brow_security\b/i;

/** A script that may change the session, which outlives it: `SET …`, `RESET …`, `set_config(…)`, what pg_dump writes first. */
const CHANGES_SESSION = /(?:^|;|\*\/)\s*(?:RE)?SET\s|\bset_config\b|\bsearch_path\b/im;

/** Whether a script's record has to be written apart from it. */
export function needsOwnRecord(script: string): boolean {
  return APART.test(script);
}

/** Whether the session needs its settings back after a script. */
export function changesSession(script: string): boolean {
  return CHANGES_SESSION.test(script);
}

interface Started {
  readonly id: string;
  readonly name: string;
  /** The four values as SQL literals. */
  readonly values: string;
}

/**
 * Writes the history of migrations together with what it is about.
 *
 * The engine records that a migration begins, sends its script, then records that it is done: four transactions. This holds the first record back until the script
 * is there and puts them all into the script's own transaction, so that a killed process leaves a migration
 * that is done and recorded as done, or neither.
 */
export class MigrationHistory {
  readonly #client: Client;
  readonly #table: string;
  #started: Started | undefined;
  #finished: string | undefined;

  constructor(client: Client, schema: string) {
    this.#client = client;
    this.#table = `${escapeIdentifier(schema)}.${escapeIdentifier(HISTORY_TABLE)}`;
  }

  /**
   * Takes a statement of the engine, if it is one about a migration that begins or is recorded as done already.
   *
   * @returns whether it is dealt with and need not be sent
   */
  async takes(sql: string, values: readonly unknown[]): Promise<boolean> {
    if (sql === STARTED) {
      await this.flush();
      this.#started = {
        id: String(values[0]),
        name: String(values[3]),
        values: values.map((value) => escapeLiteral(String(value))).join(', '),
      };
      return true;
    }
    if (this.#finished !== undefined && this.#finished === values.at(-1) && ADVANCED.test(sql)) {
      return true;
    }
    await this.flush();
    return false;
  }

  /** Sends what was held back: the engine has gone on without a script. */
  async flush(): Promise<void> {
    const started = this.#started;
    if (started !== undefined) {
      this.#started = undefined;
      await this.#client.query(
        `INSERT INTO ${this.#table} (id, checksum, started_at, migration_name) VALUES (${started.values})`,
      );
    }
  }

  /** The migration that is begun and waits for its script. */
  get next(): string | undefined {
    return this.#started?.name;
  }

  /** The migration that is begun has been applied and recorded elsewhere. */
  appliedElsewhere(): void {
    this.#finished = this.#started?.id;
    this.#started = undefined;
  }

  /** Where the script that comes next is to be recorded. */
  async journalFor(script: string): Promise<Journal> {
    const started = this.#started;
    if (started === undefined) {
      return noJournal;
    }
    if (needsOwnRecord(script)) {
      await this.flush();
      return noJournal;
    }
    const update = (assignments: string) =>
      `UPDATE ${this.#table} SET ${assignments} WHERE id = ${escapeLiteral(started.id)}`;
    return {
      whole: () =>
        `INSERT INTO ${this.#table} (id, checksum, started_at, migration_name, finished_at, applied_steps_count)
         VALUES (${started.values}, clock_timestamp(), 1)`,
      begin: () => this.flush(),
      progress: (note, done) => update(`logs = ${escapeLiteral(note)}, applied_steps_count = ${done}`),
      finish: () => update('logs = NULL, applied_steps_count = 1, finished_at = clock_timestamp()'),
      finished: () => {
        this.#started = undefined;
        this.#finished = started.id;
      },
    };
  }
}
