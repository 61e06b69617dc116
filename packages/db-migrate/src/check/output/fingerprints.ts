import { createHash } from 'node:crypto';
import type { Finding } from '../finding.ts';
import { relative } from './text.ts';

/**
 * What makes a finding the same as one of an earlier run, wherever in its file it has moved to: rule, file and the first
 * thing that it names. Each call numbers those that are alike.
 *
 * @returns a function that tells the fingerprint of one finding after the other, as GitHub's code scanning writes them
 */
export function fingerprints(root: string): (finding: Finding) => string {
  const seen = new Map<string, number>();
  return ({ rule, file, message, places }) => {
    const text = [rule, relative(root, file), places?.[0]?.what ?? message].join('\n');
    const hash = createHash('sha256').update(text).digest('hex').slice(0, 16);
    const number = (seen.get(hash) ?? 0) + 1;
    seen.set(hash, number);
    return `${hash}:${number}`;
  };
}
