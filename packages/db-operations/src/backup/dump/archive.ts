/**
 * The table of contents of an archive as pg_dump writes it (its format `custom`; `toc.dat` of its format `directory`).
 * @see pg_backup_archiver.c and pg_backup_custom.c of PostgreSQL: WriteHead, WriteToc, WriteInt, WriteStr, WriteOffset
 */
export interface Archive {
  /** What stands between the compression and the number of entries: time, database, versions. */
  readonly head: readonly Field[];
  readonly entries: readonly Entry[];
}

/** A text, or nothing. */
type Text = string | null;
type Field = number | Text;

export interface Entry {
  readonly id: number;
  readonly hasData: boolean;
  readonly tableOid: Text;
  readonly oid: Text;
  readonly tag: Text;
  /** What it is, such as `TABLE DATA`. */
  readonly kind: Text;
  /** 1: none, 2: before the rows, 3: rows, 4: behind the rows. */
  readonly section: number;
  readonly definition: Text;
  readonly dropStatement: Text;
  readonly copyStatement: Text;
  readonly schema: Text;
  readonly tablespace: Text;
  readonly accessMethod: Text;
  readonly owner: Text;
  readonly dependencies: readonly string[];
}

export const SECTION = { none: 1, preData: 2, data: 3, postData: 4 } as const;

const MAGIC = 'PGDMP';
const INT_SIZE = 4;
const OFFSET_SIZE = 8;
const CUSTOM = 1;
const DIRECTORY = 3;
/** Of the time: seconds, minutes, hours, day, month, year, whether summer time. */
const TIME_FIELDS = 7;
const TEXT_FIELDS = 3;
/** Read by pg_restore of 12 and newer; later versions add nothing that an archive of ours has. */
const WRITTEN = 14;
/** Of 12; what older ones wrote is left to pg_restore. */
const OLDEST = 14;

export interface ReadArchive {
  readonly archive: Archive;
  /** In bytes. */
  readonly length: number;
  /** Of the directory format: the files with rows, without what their compression adds to the name. */
  readonly files: readonly string[];
}

/**
 * Reads a table of contents.
 *
 * @returns undefined when it is of a version that is not known
 * @throws RangeError when they end before it does
 */
export function readArchive(bytes: Buffer): ReadArchive | undefined {
  let at = MAGIC.length;
  const byte = () => bytes.readUInt8(at++);
  const [major, minor] = [byte(), byte()];
  byte();
  const [intSize, offsetSize, format] = [byte(), byte(), byte()];
  if (bytes.toString('latin1', 0, MAGIC.length) !== MAGIC || major !== 1 || minor < OLDEST || minor > 16)
    return;
  if (intSize !== INT_SIZE || offsetSize !== OFFSET_SIZE) return;
  const int = () => {
    const sign = byte();
    at += INT_SIZE;
    return bytes.readUInt32LE(at - INT_SIZE) * (sign ? -1 : 1);
  };
  const text = (): Text => {
    const length = int();
    if (length < 0) return null;
    if (at + length > bytes.length) throw new RangeError('the archive ends within its table of contents');
    at += length;
    return bytes.toString('utf8', at - length, at);
  };
  if (minor >= 15) byte();
  else int();
  const head: Field[] = [];
  for (let i = 0; i < TIME_FIELDS; i += 1) head.push(int());
  for (let i = 0; i < TEXT_FIELDS; i += 1) head.push(text());
  const entries: Entry[] = [];
  const files: string[] = [];
  for (let left = int(); left > 0; left -= 1) {
    const entry = {
      id: int(),
      hasData: int() !== 0,
      tableOid: text(),
      oid: text(),
      tag: text(),
      kind: text(),
      section: int(),
      definition: text(),
      dropStatement: text(),
      copyStatement: text(),
      schema: text(),
      tablespace: text(),
      accessMethod: text(),
    };
    if (minor >= 16) int();
    const owner = text();
    text();
    const dependencies: string[] = [];
    for (let one = text(); one !== null; one = text()) dependencies.push(one);
    entries.push({ ...entry, owner, dependencies });
    if (format === CUSTOM) {
      at += 1 + OFFSET_SIZE;
    } else {
      const file = text();
      if (file) files.push(file);
    }
  }
  if (at > bytes.length) throw new RangeError('the archive ends within its table of contents');
  return { archive: { head, entries }, length: at, files };
}

/** Where the rows of an entry are: at an offset of the file, or in a file of that name. */
export type Place = { readonly offset: number | undefined } | { readonly file: string };

/**
 * A table of contents as bytes.
 *
 * @param places where the rows of entries are, by their ids
 */
export function writeArchive(
  { head, entries }: Archive,
  format: 'custom' | 'directory',
  isCompressed: boolean,
  places: ReadonlyMap<number, Place>,
): Buffer {
  const parts: Buffer[] = [
    Buffer.from(MAGIC),
    Buffer.from([1, WRITTEN, 0, INT_SIZE, OFFSET_SIZE, format === 'custom' ? CUSTOM : DIRECTORY]),
  ];
  const write = (field: Field) => {
    if (typeof field === 'number') return void parts.push(int(field));
    if (field === null) return void parts.push(int(-1));
    const bytes = Buffer.from(field);
    parts.push(int(bytes.length), bytes);
  };
  // Of zlib, its own choice of a level.
  write(isCompressed ? -1 : 0);
  for (const field of head) write(field);
  write(entries.length);
  for (const entry of entries) {
    for (const field of [
      entry.id,
      entry.hasData ? 1 : 0,
      entry.tableOid,
      entry.oid,
      entry.tag,
      entry.kind,
      entry.section,
      entry.definition,
      entry.dropStatement,
      entry.copyStatement,
      entry.schema,
      entry.tablespace,
      entry.accessMethod,
      entry.owner,
      'false',
      ...entry.dependencies,
      null,
    ])
      write(field);
    const place = places.get(entry.id);
    if (format === 'directory') write(place && 'file' in place ? place.file : '');
    else parts.push(offset(place && 'offset' in place ? place.offset : 'none'));
  }
  return Buffer.concat(parts);
}

/** A sign, and the number without it. */
export function int(value: number): Buffer {
  const bytes = Buffer.alloc(1 + INT_SIZE);
  bytes[0] = value < 0 ? 1 : 0;
  bytes.writeUInt32LE(Math.abs(value), 1);
  return bytes;
}

/** Not known, known, or not there. */
function offset(value: number | undefined | 'none'): Buffer {
  const bytes = Buffer.alloc(1 + OFFSET_SIZE);
  bytes[0] = value === 'none' ? 3 : value === undefined ? 1 : 2;
  if (typeof value === 'number') bytes.writeBigUInt64LE(BigInt(value), 1);
  return bytes;
}
