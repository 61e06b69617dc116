import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { recordPublished } from '@org/db-migrate';
import type { Context } from '../context.ts';
import { CliError } from '../errors.ts';

/** Records what a release brings: its migrations may not be edited any more, and what it reads not be dropped. */
export async function publish({ project, output }: Context, release: string | undefined): Promise<void> {
  const version = release ?? (await versionOf(project));
  const { migrations } = await recordPublished(project, version);
  const count = Object.keys(migrations).length;
  output.result(
    { version, migrations: count },
    `${count} migrations are recorded as published with ${version} in prisma/published.json. Commit it with the release.`,
  );
}

async function versionOf(project: string): Promise<string> {
  const file = path.join(project, 'package.json');
  const { version } = JSON.parse(await readFile(file, 'utf8').catch(() => '{}'));
  if (typeof version === 'string') return version;
  throw new CliError('USAGE', `${file} names no version. Say which one is released: --release 1.2.0.`);
}
