import path from 'node:path';
import {
  type Drift,
  type Verification,
  verifyDatabase,
  type WrittenFix,
  writeExpectedCatalog,
  writeFix,
} from '@org/db-migrate';
import type { Context } from '../context.ts';
import { catalogCache } from '../database/catalog-cache.ts';
import { openDatabase, using } from '../database/open.ts';
import { EXIT } from '../exit-codes.ts';
import { shown } from '../output/shown.ts';

export interface VerifyChoice {
  /** A file of `--write`. */
  expected?: string;
  /** Where to write what the migrations make; then nothing is verified. */
  write?: string;
  /** Write the migrations that mend what differs. */
  fix?: true;
  /** Of those migrations. */
  name: string;
}

/** Compares the database with what its migrations make; answers the exit code, 0 when they are equal. */
export async function verify(context: Context, choice: VerifyChoice): Promise<number> {
  const { output, project } = context;
  return using(await openDatabase(context), async (database) => {
    const common = {
      url: database.url('owner'),
      project,
      cache: catalogCache(context, database),
      onProgress: output.note,
    };
    if (choice.write !== undefined) {
      const file = path.resolve(choice.write);
      const written = await writeExpectedCatalog({ ...common, file });
      output.result(
        { file, ...written },
        `${shown(file)}: ${written.objects} objects of ${written.migrations} migrations.`,
      );
      return EXIT.done;
    }
    if (choice.fix) {
      const written = await writeFix({ ...common, expected: choice.expected, name: choice.name });
      output.result(written, describeFix(written));
      return EXIT.done;
    }
    const serviceUrl =
      context.environment.databaseUrl ?? (database.kind === 'local' ? database.url('app') : undefined);
    const verification = await verifyDatabase({ ...common, serviceUrl, expected: choice.expected });
    output.result({ database: database.where, ...verification }, describe(database.where, verification));
    return verification.ok ? EXIT.done : EXIT.failed;
  });
}

function describe(where: string, verification: Verification): string {
  const { ok, migrations, drift, roles, objects, milliseconds } = verification;
  const count = `${objects} objects, ${migrations.applied.length} migrations, ${Math.round(milliseconds.reading + milliseconds.comparing)} ms`;
  const waiting = migrations.pending.filter((name) => !migrations.failed.includes(name));
  return [
    ...drift.flatMap(describeOne),
    ...roles.map(({ what, meaning }) => `${what}: ${meaning}`),
    ...migrations.failed.map((name) => `migration ${name} failed half-way`),
    ...migrations.edited.map(
      (name) => `migration ${name} was edited after it was applied: compared with its new text`,
    ),
    ...(waiting.length > 0 ? [`${waiting.length} pending, which is no drift: ${waiting.join(', ')}`] : []),
    ok
      ? `${where} is what its migrations make (${count}).`
      : `${where} is not what its migrations make (${count}).`,
    ...(drift.length > 0 ? ['"pnpm db:verify --fix" writes the migration that mends it.'] : []),
  ].join('\n');
}

function describeOne({ what, meaning, change, facts }: Drift): string[] {
  const told = change === 'changed' ? facts : [];
  return [
    `${what}: ${meaning}`,
    ...told.map(({ fact, expected, actual }) => `    ${fact}: ${difference(expected, actual)}`),
  ];
}

const WIDTH = 160;

/** Both values, from where they begin to differ if they are long. */
function difference(expected = 'none', actual = 'none'): string {
  if (expected.length <= WIDTH && actual.length <= WIDTH) return `${actual}, expected ${expected}`;
  let same = 0;
  while (same < expected.length && expected[same] === actual[same]) same += 1;
  const from = Math.max(0, expected.lastIndexOf('\n', same) + 1, same - WIDTH / 2);
  const part = (text: string) =>
    `${from > 0 ? '… ' : ''}${text.slice(from, from + WIDTH)}`.replaceAll(/\s+/g, ' ');
  return `${part(actual)}, expected ${part(expected)}`;
}

function describeFix({ migrations, directory, mends, left }: WrittenFix): string {
  if (mends.length === 0 && left.length === 0) return 'Nothing differs, so nothing was written.';
  return [
    ...migrations.map((name) => `${shown(path.join(directory, name))} written`),
    ...mends.map((what) => `mends: ${what}`),
    ...left.map(
      ({ what, why, command }) =>
        `left: ${what}: ${why}${command === undefined ? '' : `. To be rid of it: ${command}`}`,
    ),
    ...(migrations.length > 0 ? ['Read what was written, then "pnpm db:migrate:deploy" applies it.'] : []),
  ].join('\n');
}
