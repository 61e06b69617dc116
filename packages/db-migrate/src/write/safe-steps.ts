import type { PlacedChange } from '../check/parse/changes.ts';
import { type CheckedStatement, parseScript } from '../check/parse/parse-script.ts';
import { quoteIdentifier } from '../derive/quote.ts';
import { requireColumns } from '../recipes/not-null.ts';

/** A migration that follows the written one, because its steps hurt in the same. */
export interface FollowUp {
  readonly suffix: 'indexes' | 'validate';
  readonly migration: string;
  readonly rollback: string;
}

/** A script of Prisma's, taken apart so that nobody waits while a table in use is read. */
export interface SafeSteps {
  /** What stays; empty when all of it went into the migrations that follow. */
  readonly migration: string;
  /** SQL that takes back what was added here and Prisma does not know of. */
  readonly back: string;
  readonly followUps: readonly FollowUp[];
  /** `schema.table.column` of the columns that become required. */
  readonly required: readonly string[];
}

interface Parts {
  readonly indexes: string[];
  readonly indexesBack: string[];
  readonly added: string[];
  readonly addedBack: string[];
  readonly validate: string[];
  readonly validateBack: string[];
  readonly required: string[];
}

/**
 * Takes the steps that would block a table in use out of a script, where that is mechanical: indexes are built
 * concurrently in a migration of their own; foreign keys, and NOT NULL by way of a check, hold for new rows first, and are
 * validated in a later migration. Tables that the script creates are left as they are: they are empty.
 *
 * @param script as Prisma writes it
 */
export async function safeSteps(script: string): Promise<SafeSteps> {
  const { statements } = await parseScript(script);
  const created = new Set(
    statements.flatMap(({ changes }) =>
      changes.flatMap((one) => (one.kind === 'create-table' ? one.table : [])),
    ),
  );
  const parts: Parts = {
    indexes: [],
    indexesBack: [],
    added: [],
    addedBack: [],
    validate: [],
    validateBack: [],
    required: [],
  };
  // From the end, so that the places of what comes before stay right.
  let migration = script;
  for (const statement of statements.toReversed()) {
    const text = script.slice(statement.start, statement.end);
    const rest = takeOut(statement, text, created, parts);
    if (rest !== text) migration = replace(migration, statement, rest);
  }
  const isEmpty = (await parseScript(migration)).statements.length === 0 && parts.added.length === 0;
  const added = parts.added.length === 0 ? '' : `\n\n${parts.added.join('')}`;
  return {
    migration: isEmpty ? '' : `${migration.trim()}${added}`,
    back: parts.addedBack.join(''),
    followUps: followUps(parts),
    required: parts.required,
  };
}

/** What is left of a statement when its unsafe steps are taken out; the parts are added to the front. */
function takeOut(
  { changes }: CheckedStatement,
  text: string,
  created: ReadonlySet<string>,
  parts: Parts,
): string {
  const [first] = changes;
  if (first === undefined || !('table' in first) || created.has(first.table)) return text;
  const table = first.table.split('.').map(quoteIdentifier).join('.');
  if (first.kind === 'create-index' && !first.concurrent && first.name !== undefined) {
    const index = `${quoteIdentifier(first.table.split('.')[0] ?? '')}.${quoteIdentifier(first.name)}`;
    parts.indexes.unshift(`${text.replace(/\bINDEX\b/, 'INDEX CONCURRENTLY')};\n`);
    parts.indexesBack.push(`DROP INDEX CONCURRENTLY IF EXISTS ${index};\n`);
    return '';
  }
  if (first.kind === 'add-foreign-key' && first.scans && first.name !== undefined && changes.length === 1) {
    const name = quoteIdentifier(first.name);
    const notValid = `${text} NOT VALID`;
    parts.validate.unshift(`ALTER TABLE ${table} VALIDATE CONSTRAINT ${name};\n`);
    parts.validateBack.push(`ALTER TABLE ${table} DROP CONSTRAINT ${name};\n${notValid};\n`);
    return notValid;
  }
  const columns = changes.flatMap((one: PlacedChange) => (one.kind === 'set-not-null' ? one.column : []));
  if (columns.length === 0) return text;
  const [check, validated] = requireColumns(table, first.table.split('.')[1] ?? '', columns);
  parts.added.unshift(check.sql);
  parts.addedBack.push(check.back);
  parts.validate.unshift(validated.sql);
  parts.validateBack.push(validated.back);
  parts.required.unshift(...columns.map((column) => `${first.table}.${column}`));
  return withoutNotNull(text);
}

/** Prisma writes one command a line. */
function withoutNotNull(statement: string): string {
  const [head = ''] = /^ALTER TABLE (?:"(?:[^"]|"")+"\.)?"(?:[^"]|"")+" /.exec(statement) ?? [];
  const commands = statement.slice(head.length).split(/,\n/);
  const kept = commands.filter(
    (command) => !/^\s*ALTER COLUMN\s+"(?:[^"]|"")+" SET NOT NULL\s*$/.test(command),
  );
  return kept.length === 0 ? '' : `${head}${kept.join(',\n')}`;
}

/** Puts other text in a statement's place; without any, its semicolon and the comment above go as well. */
function replace(script: string, { start, end }: CheckedStatement, text: string): string {
  if (text !== '') return script.slice(0, start) + text + script.slice(end);
  const before = script.slice(0, start).replace(/-- \w+\n$/, '');
  return `${before.trimEnd()}${before.trim() === '' ? '' : '\n\n'}${script.slice(end).replace(/^;\s*/, '')}`;
}

function followUps({ indexes, indexesBack, validate, validateBack }: Parts): FollowUp[] {
  return [
    ...(indexes.length > 0
      ? [{ suffix: 'indexes' as const, migration: indexes.join(''), rollback: indexesBack.join('') }]
      : []),
    ...(validate.length > 0
      ? [{ suffix: 'validate' as const, migration: validate.join(''), rollback: validateBack.join('') }]
      : []),
  ];
}
