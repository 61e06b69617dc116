import type { CommentOn } from './comment-on.ts';

/** What `maintain` looks at, in the order in which it is told. */
export const SECTIONS = [
  'tables',
  'bloat',
  'indexes',
  'queries',
  'partitions',
  'sequences',
  'sessions',
  'retention',
] as const;

export type Section = (typeof SECTIONS)[number];

/** A table or index. */
export interface Named {
  readonly schema: string;
  readonly name: string;
}

/** What is to be done about a finding. `drop-index` is never done, only written as a migration. */
export type Mend =
  | ({ readonly kind: 'vacuum' | 'analyze' | 'reindex' } & Named)
  /** Calls the function with a number of months. */
  | ({ readonly kind: 'partitions' } & Named)
  | ({ readonly kind: 'drop-index'; readonly definition: string; readonly comment: string | null } & Named);

/** Something to do. */
export interface Finding {
  /** Stable, such as `never-analyzed`. */
  readonly kind: string;
  /** What it is about, such as `core.users`. */
  readonly subject: string;
  readonly problem: string;
  readonly advice: string;
  readonly mend?: Mend | undefined;
  /**
   * The object that it is about, as `COMMENT ON` calls it: a comment on it that says `orgdb:allow kind: reason` lets the finding pass. Without
   * it, nothing does.
   */
  readonly commentOn?: CommentOn | undefined;
}

/** What would be a finding, did not a comment on its object let it pass. */
export interface AllowedFinding extends Finding {
  /** As the comment says; empty where it says none, which is a finding. */
  readonly reason: string;
}

export type Figure = Readonly<Record<string, string | number | boolean | null>>;

export interface SectionReport {
  readonly section: Section;
  readonly findings: readonly Finding[];
  readonly allowed: readonly AllowedFinding[];
  /** What was not looked at and why, and what the reader has to know to judge. */
  readonly notes: readonly string[];
  /** The figures behind it, the largest first. Sizes in bytes, moments as ISO 8601. */
  readonly figures: readonly Figure[];
}

/** `schema.name`. */
export function shown({ schema, name }: Named): string {
  return `${schema}.${name}`;
}
