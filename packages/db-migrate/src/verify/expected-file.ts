import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Catalog } from '../catalog/catalog.ts';
import { CATALOG_FORMAT } from '../catalog/read-catalog.ts';
import { MigrateError } from '../errors.ts';

export interface AboutExpected {
  /** Which reader of catalogs wrote it. */
  readonly format: string;
  readonly version: number;
  /** Checksums by name. */
  readonly migrations: Readonly<Record<string, string>>;
}

export interface ExpectedFile extends AboutExpected {
  readonly catalog: Catalog;
}

/** Where in a folder the catalog of these migrations is kept. */
export function fileNameOf(folder: string, about: AboutExpected): string {
  const key = createHash('sha256').update(JSON.stringify(about)).digest('hex').slice(0, 32);
  return path.join(folder, `catalog-${about.version}-${key}.json`);
}

/** Appears complete or not at all. */
export async function writeExpected(file: string, content: ExpectedFile): Promise<void> {
  await mkdir(path.dirname(path.resolve(file)), { recursive: true });
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, `${JSON.stringify(content)}\n`);
  await rename(draft, file);
}

/** @throws MigrateError EXPECTED_INVALID when it is missing, damaged, or another release wrote it */
export async function readExpected(file: string): Promise<ExpectedFile> {
  let content: Partial<ExpectedFile>;
  try {
    content = JSON.parse(await readFile(file, 'utf8'));
  } catch (cause) {
    throw invalid(file, 'cannot be read', cause);
  }
  const { format, version, migrations, catalog } = content ?? {};
  if (typeof version !== 'number' || migrations === undefined || !Array.isArray(catalog?.objects)) {
    throw invalid(file, 'is not what "orgdb verify --write" writes');
  }
  if (format !== CATALOG_FORMAT) throw invalid(file, 'was written by another release of orgdb');
  return { format, version, migrations, catalog };
}

/** @throws MigrateError EXPECTED_INVALID when the file is about another server or other migrations */
export function requireFitting(
  file: string,
  { version, migrations }: ExpectedFile,
  actual: { version: number; migrations: ReadonlyMap<string, string> },
): void {
  if (version !== actual.version) {
    throw invalid(file, `is about PostgreSQL ${version}, and the server is ${actual.version}`);
  }
  const names = new Set([...Object.keys(migrations), ...actual.migrations.keys()]);
  const other = [...names].filter((name) => migrations[name] !== actual.migrations.get(name)).sort();
  if (other.length > 0) {
    throw invalid(file, `is about other migrations than the database has: ${other.join(', ')}`);
  }
}

function invalid(file: string, what: string, cause?: unknown): MigrateError {
  return new MigrateError(
    'EXPECTED_INVALID',
    `The expected catalog ${file} ${what}. Write it anew: "orgdb verify --write ${file}".`,
    { cause },
  );
}
