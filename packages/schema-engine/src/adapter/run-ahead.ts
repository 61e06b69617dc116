import { createHash, randomUUID } from 'node:crypto';
import type { MigrationList } from '@prisma/schema-engine-wasm';
import { type Client, escapeIdentifier, escapeLiteral } from 'pg';
import { sendCounted } from '../script/counted-query.ts';
import { needsRules } from '../script/transaction-rules.ts';
import { changesSession, HISTORY_TABLE, needsOwnRecord } from './migration-history.ts';

/** A message holds so many migrations at most, and so many characters: what a server does after its client was killed. */
const MIGRATIONS = 32;
const CHARACTERS = 128 * 1024;
/** `END` may be a commit of its own, or the end of a function's body: not worth telling apart. */
const MAY_COMMIT = /\bEND\b/i;

interface Migration {
  readonly name: string;
  readonly script: string;
}

interface Outcome {
  readonly promise: Promise<boolean>;
  resolve(applied: boolean): void;
}

/**
 * Applies ordinary migrations ahead of the engine, which asks for one after the other and takes as long in between as the server needs
 * for most of them.
 *
 * It begins with one that the engine has asked for and goes on with those that follow it in the list and are in no row of the
 * history: several to a message, each in a transaction of its own together with its record. At the first that fails, or needs more than that, it stops;
 * the engine comes to it and runs it in the usual way, which has the words for a failure.
 */
export class RunAhead {
  readonly #client: Client;
  readonly #table: string;
  readonly #migrations: readonly Migration[];
  readonly #outcomes = new Map<string, Outcome>();
  #recorded: ReadonlySet<string> | undefined;
  #stopped = false;

  constructor(client: Client, schema: string, { migrationDirectories }: MigrationList) {
    this.#client = client;
    this.#table = `${escapeIdentifier(schema)}.${escapeIdentifier(HISTORY_TABLE)}`;
    this.#migrations = migrationDirectories.map(({ path, migrationFile: { content } }) => ({
      name: path,
      script: content.tag === 'ok' ? content.value : '',
    }));
  }

  /** Whether a migration was applied and recorded here; otherwise nothing of it was. */
  async applies(name: string, script: string): Promise<boolean> {
    if (!this.#outcomes.has(name)) {
      const ready = await this.#readyFrom(name, script);
      // A single one gains nothing.
      if (ready.length < 2) {
        return false;
      }
      for (const { name: ahead } of ready) {
        this.#outcomes.set(ahead, Promise.withResolvers<boolean>());
      }
      void this.#run(ready);
    }
    const applied = (await this.#outcomes.get(name)?.promise) ?? false;
    this.#outcomes.delete(name);
    return applied;
  }

  /** Sends no further message. */
  stop(): void {
    this.#stopped = true;
  }

  async #readyFrom(name: string, script: string): Promise<Migration[]> {
    const first = this.#migrations.findIndex((migration) => migration.name === name);
    if (this.#stopped || first < 0 || this.#migrations[first]?.script !== script) {
      return [];
    }
    this.#recorded ??= await this.#readRecorded();
    const ready: Migration[] = [];
    for (const migration of this.#migrations.slice(first)) {
      if (this.#recorded.has(migration.name) || !isOrdinary(migration.script)) {
        break;
      }
      ready.push(migration);
    }
    return ready;
  }

  async #readRecorded(): Promise<ReadonlySet<string>> {
    const { rows } = await this.#client.query<{ name: string }>(
      `SELECT DISTINCT migration_name AS name FROM ${this.#table}`,
    );
    return new Set(rows.map(({ name }) => name));
  }

  async #run(ready: readonly Migration[]): Promise<void> {
    let done = 0;
    while (done < ready.length && !this.#stopped) {
      const batch = nextBatch(ready, done);
      const applied = await this.#send(batch);
      done += applied;
      if (applied < batch.length) {
        break;
      }
    }
    // Those behind the one that stopped it may still be run ahead of.
    for (const [index, { name }] of ready.slice(done).entries()) {
      this.#outcomes.get(name)?.resolve(false);
      if (index > 0) {
        this.#outcomes.delete(name);
      }
    }
  }

  /** @returns how many of the batch were applied: the first ones */
  async #send(batch: readonly Migration[]): Promise<number> {
    let committed = 0;
    const sql = batch.map((migration) => this.#transaction(migration)).join('\n');
    try {
      await sendCounted(this.#client, sql, (tag) => {
        if (tag === 'COMMIT') {
          this.#outcomes.get(batch[committed]?.name ?? '')?.resolve(true);
          committed += 1;
        }
      });
    } catch {
      await this.#client.query('ROLLBACK').catch(() => undefined);
    }
    return committed;
  }

  #transaction({ name, script }: Migration): string {
    const id = escapeLiteral(randomUUID());
    const checksum = escapeLiteral(createHash('sha256').update(script).digest('hex'));
    // Lines of their own: a script may end with a comment.
    return `BEGIN;
INSERT INTO ${this.#table} (id, checksum, started_at, migration_name) VALUES (${id}, ${checksum}, clock_timestamp(), ${escapeLiteral(name)});
${script}
;UPDATE ${this.#table} SET finished_at = clock_timestamp(), applied_steps_count = 1 WHERE id = ${id};
COMMIT;`;
  }
}

/** Whether a script can share a message: it runs in one transaction, and leaves session and history alone. */
function isOrdinary(script: string): boolean {
  return (
    script.trim() !== '' &&
    script.length <= CHARACTERS &&
    !script.startsWith('\uFEFF') &&
    !MAY_COMMIT.test(script) &&
    hasClosedComments(script) &&
    !needsRules(script) &&
    !changesSession(script) &&
    !needsOwnRecord(script)
  );
}

/** One that is left open would hide the end of its transaction, as far as the next script's comments reach. Those in literals count, too. */
function hasClosedComments(script: string): boolean {
  return script.split('/*').length === script.split('*/').length;
}

function nextBatch(ready: readonly Migration[], first: number): readonly Migration[] {
  let end = first + 1;
  let length = ready[first]?.script.length ?? 0;
  while (end < ready.length && end - first < MIGRATIONS) {
    length += ready[end]?.script.length ?? 0;
    if (length > CHARACTERS) {
      break;
    }
    end += 1;
  }
  return ready.slice(first, end);
}
