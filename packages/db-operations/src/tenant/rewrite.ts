const NEWLINE = 10;
const TAB = 9;

/** Answers the text of a row's field in the archive's coding, given what stood there. */
export type FieldRewrite = (fields: readonly string[]) => string;

/**
 * Changes fields of rows in COPY's text format, as they pass.
 *
 * @param rewrites by the place of the field
 */
export async function* rewriteRows(
  source: AsyncIterable<Uint8Array>,
  rewrites: ReadonlyMap<number, FieldRewrite>,
): AsyncGenerator<Buffer> {
  let rest = Buffer.alloc(0);
  for await (const chunk of source) {
    const bytes = rest.length > 0 ? Buffer.concat([rest, chunk]) : Buffer.from(chunk);
    const end = bytes.lastIndexOf(NEWLINE) + 1;
    rest = bytes.subarray(end);
    if (end > 0) yield rewriteLines(bytes.subarray(0, end), rewrites);
  }
  if (rest.length > 0) yield rewriteLines(rest, rewrites);
}

// Tabs and line ends within values are escaped, so that bytes 9 and 10 are always separators.
function rewriteLines(bytes: Buffer, rewrites: ReadonlyMap<number, FieldRewrite>): Buffer {
  const lines = bytes.toString('utf8').split(String.fromCharCode(NEWLINE));
  const tab = String.fromCharCode(TAB);
  const changed = lines.map((line) => {
    if (line === '') return line;
    const fields = line.split(tab);
    return fields.map((field, at) => rewrites.get(at)?.(fields) ?? field).join(tab);
  });
  return Buffer.from(changed.join(String.fromCharCode(NEWLINE)), 'utf8');
}

/** A value as it stands in a field of COPY's text format. */
export function escapeField(value: string): string {
  return value.replace(/[\\\t\n\r\b\f\v]/g, (char) => ESCAPES[char] ?? char);
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
  '\b': '\\b',
  '\f': '\\f',
  '\v': '\\v',
};

/** The value of a field, null for `\N`. */
export function unescapeField(field: string): string | null {
  if (field === '\\N') return null;
  return field.replace(/\\(.)/g, (_all, char: string) => UNESCAPES[char] ?? char);
}

const UNESCAPES: Readonly<Record<string, string>> = {
  t: '\t',
  n: '\n',
  r: '\r',
  b: '\b',
  f: '\f',
  v: '\v',
};
