import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readFile, rename, stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import * as z from 'zod';
import { OperationsError } from '../errors.ts';

export const MANIFEST = 'manifest.json';
const FORMAT = 'org-tenant';
const VERSION = 1;

const hex = (digits: number) => z.string().regex(new RegExp(`^[0-9a-f]{${digits}}$`));
const tableSchema = z.strictObject({
  name: z.string().min(3),
  columns: z.array(z.strictObject({ name: z.string(), type: z.string() })).min(1),
  rows: z.int().min(0),
  /** Sum over the rows, see `RowDigest`. */
  digest: hex(16),
  /** Where the rows are; none where there are none. */
  file: z
    .strictObject({ name: z.string().regex(/^[0-9]{4}\.copy\.zst$/), bytes: z.int(), sha256: hex(64) })
    .nullable(),
});
const manifestSchema = z.strictObject({
  format: z.literal(FORMAT),
  version: z.literal(VERSION),
  createdAt: z.iso.datetime(),
  server: z.string(),
  /** The last migration that the database had applied. */
  migration: z.string().nullable(),
  tenant: z.strictObject({ id: z.uuid(), slug: z.string(), name: z.string(), status: z.string() }),
  tables: z.array(tableSchema),
  /** Rows of tables without tenant that are referred to: table, columns of the foreign keys, and values with their natural key. */
  references: z.array(
    z.strictObject({
      table: z.string(),
      columns: z.array(z.string()),
      natural: z.array(z.string()),
      rows: z.array(z.strictObject({ key: z.array(z.string()), natural: z.array(z.string()) })),
    }),
  ),
});

/** What an archive holds. */
export type Manifest = z.infer<typeof manifestSchema>;
export type ArchivedTable = Manifest['tables'][number];
export type Reference = Manifest['references'][number];

/** The parts of a manifest that an export finds out. */
export type ManifestContent = Omit<Manifest, 'format' | 'version'>;

/** Writes the manifest, which makes the folder an archive: last, on disk whole, and at once. */
export async function writeManifest(folder: string, content: ManifestContent): Promise<Manifest> {
  const manifest: Manifest = { format: FORMAT, version: VERSION, ...content };
  const draft = path.join(folder, `${MANIFEST}.part`);
  const file = await open(draft, 'w');
  try {
    await file.writeFile(`${JSON.stringify({ checksum: checksumOf(manifest), ...manifest }, null, 2)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, path.join(folder, MANIFEST));
  const directory = await open(folder, 'r');
  await directory.sync().finally(() => directory.close());
  return manifest;
}

/** An archive whose manifest is whole. */
export interface Archive {
  readonly folder: string;
  readonly manifest: Manifest;
  readonly checksum: string;
}

/** @throws OperationsError ARCHIVE_INVALID when the folder is no archive, ARCHIVE_DAMAGED when the manifest was changed */
export async function readArchive(folder: string): Promise<Archive> {
  const text = await readFile(path.join(folder, MANIFEST), 'utf8').catch((cause) => {
    throw new OperationsError(
      'ARCHIVE_INVALID',
      `${folder} is no archive of a tenant: it has no ${MANIFEST}, which an export writes last.`,
      { cause },
    );
  });
  let value: { checksum?: unknown } = {};
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw damaged(folder, `${MANIFEST} is not JSON`, cause);
  }
  const { checksum, ...rest } = value;
  const parsed = manifestSchema.safeParse(rest);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new OperationsError(
      'ARCHIVE_INVALID',
      `${path.join(folder, MANIFEST)} cannot be read by this version: ${issue?.path.join('.')}: ${issue?.message}.`,
    );
  }
  if (checksum !== checksumOf(parsed.data)) throw damaged(folder, `${MANIFEST} was changed`);
  return { folder, manifest: parsed.data, checksum: checksum as string };
}

/** Reads every file whole, before anything is done with it. @throws OperationsError ARCHIVE_DAMAGED */
export async function checkFiles({ folder, manifest }: Archive): Promise<void> {
  for (const { file } of manifest.tables) {
    if (file === null) continue;
    const place = path.join(folder, file.name);
    const size = (await stat(place).catch(() => undefined))?.size;
    if (size === undefined) throw damaged(folder, `${file.name} is missing`);
    if (size !== file.bytes) throw damaged(folder, `${file.name} has ${size} bytes, not ${file.bytes}`);
    const hash = createHash('sha256');
    await pipeline(createReadStream(place, { highWaterMark: 1 << 20 }), hash);
    if (hash.digest('hex') !== file.sha256) throw damaged(folder, `${file.name} was changed`);
  }
}

function checksumOf(manifest: Manifest): string {
  return createHash('sha256').update(JSON.stringify(manifest)).digest('hex');
}

function damaged(folder: string, what: string, cause?: unknown): OperationsError {
  return new OperationsError(
    'ARCHIVE_DAMAGED',
    `The archive in ${folder} is damaged: ${what}. Nothing was imported. Use another copy, or export again.`,
    { cause },
  );
}
