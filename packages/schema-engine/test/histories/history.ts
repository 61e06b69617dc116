/** A project's history as it occurs in public repositories, and the schema that it leads to. */
export interface History {
  /** Scripts by folder name. */
  readonly migrations: Record<string, string>;
  /** Models and enums. */
  readonly models: string;
  /** The schemas of the datasource, where there are several. */
  readonly schemas?: readonly string[];
  /** Must give rows that are all `true`: proof of what no schema file shows. */
  readonly proof: string;
}

/** The same text with Windows' line ends and a byte order mark, as some editors write it. */
export function asWindowsWrites(sql: string): string {
  return `\uFEFF${sql.replaceAll('\n', '\r\n')}`;
}
