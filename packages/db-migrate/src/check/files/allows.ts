import type { Part } from '../parse/blocks/block-parts.ts';

/** A line that lets a finding pass: `-- orgdb:allow rule reason`. */
export interface Allow {
  readonly rule: string;
  readonly reason: string;
  /** Offset of the comment in its script. */
  readonly at: number;
  /** The part of the script that it is about: the statement that follows it, or stands on its line. */
  readonly from: number;
  readonly to: number;
}

const ALLOW = /--[ \t]*orgdb:allow[ \t]*([\w/-]*)[ \t]*([^\n]*)/g;

/**
 * Reads the suppressions of a script. One above the first statement, followed by an empty line, is about the whole file.
 *
 * Within a `DO` block one is about the statement that it would be about outside.
 *
 * @param statements where each statement of the script begins and ends
 */
export function readAllows(
  script: string,
  statements: readonly { readonly start: number; readonly end: number; readonly parts?: Part }[],
): Allow[] {
  if (!script.includes('orgdb:allow')) return [];
  return [...script.matchAll(ALLOW)].flatMap((match): Allow[] => {
    const at = match.index;
    const [text, rule = '', reason = ''] = match;
    const allow = { rule, reason: reason.trim(), at };
    const inside = statements.find(({ start, end }) => start <= at && at < end);
    // Behind the semicolon, on the line where the statement ends.
    const before = statements.findLast(({ end }) => end <= at);
    const sameLine = before !== undefined && !script.slice(before.end, at).includes('\n');
    const after = statements.find(({ start }) => start > at);
    const isFirst = after === statements[0] && after !== undefined;
    const wholeFile = isFirst && /^\s*\n[ \t]*\n/.test(afterComments(script, at + text.length));
    if (wholeFile || (after === undefined && inside === undefined && !sameLine)) {
      return [{ ...allow, from: 0, to: script.length }];
    }
    if (inside?.parts !== undefined && inside.parts.start <= at && at < inside.parts.end) {
      return [{ ...allow, ...partMeant(script, inside.parts, at) }];
    }
    const target = inside ?? (sameLine ? before : after);
    return [{ ...allow, from: target?.start ?? 0, to: target?.end ?? script.length }];
  });
}

/** The part of a block that a comment in it is about: nothing where it stands over none. */
function partMeant(script: string, block: Part, at: number): { from: number; to: number } {
  const around = block.inner.find(({ start, end }) => start <= at && at < end);
  if (around !== undefined) {
    if (around.inner.length > 0) return partMeant(script, around, at);
    return { from: around.start, to: around.end };
  }
  const before = block.inner.findLast(({ end }) => end <= at);
  const sameLine = before !== undefined && !script.slice(before.end, at).includes('\n');
  const meant = sameLine ? before : block.inner.find(({ start }) => start > at);
  return { from: meant?.start ?? at, to: meant?.end ?? at };
}

/** The script behind the comment lines that follow each other without an empty line. */
function afterComments(script: string, from: number): string {
  return script.slice(from).replace(/^(?:\n[ \t]*--[^\n]*)+/, '');
}
