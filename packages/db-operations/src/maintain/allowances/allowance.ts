import type { CommentOn } from '../comment-on.ts';
import type { Finding, Section } from '../finding.ts';

/** A line of a comment on an object of the database that lets a finding about it pass: `orgdb:allow kind: reason`. */
export interface Allowance {
  readonly commentOn: CommentOn;
  /** Where the object itself belongs, whatever the kind is. */
  readonly section: Section;
  /** `core.users`, or as findings about the object call it. */
  readonly subject: string;
  /** Of findings; as it was written, so perhaps none. */
  readonly kind: string;
  /** Empty where somebody left it out. */
  readonly reason: string;
}

const ALLOW = /^[ \t]*orgdb:allow\b[ \t]*([\w-]*)[ \t]*:?[ \t]*(.*)$/gm;

/** What a comment lets pass, line by line; all other lines are nobody's business. */
export function parseAllowances(comment: string): Pick<Allowance, 'kind' | 'reason'>[] {
  return [...comment.matchAll(ALLOW)].map(([, kind = '', reason = '']) => ({ kind, reason: reason.trim() }));
}

/** Whether an allowance is about a finding. */
export function lets({ commentOn, kind }: Allowance, finding: Finding): boolean {
  return finding.commentOn === commentOn && finding.kind === kind;
}
