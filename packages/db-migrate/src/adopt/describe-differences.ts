import { type Difference, withoutConsequences } from '../catalog/compare-catalogs.ts';

const WORDS = { missing: 'missing', unexpected: 'additional', changed: 'different' } as const;

/** A line for each difference: `missing table core.users`, `different column core.users.email: type text, expected citext`. */
export function describeDifferences(differences: readonly Difference[]): string[] {
  return withoutConsequences(differences).map(({ change, kind, name, facts }) => {
    const details =
      change === 'changed'
        ? `: ${facts.map(({ fact, actual = 'none', expected = 'none' }) => `${fact} ${brief(actual)}, expected ${brief(expected)}`).join('; ')}`
        : '';
    return `${WORDS[change]} ${kind} ${name}${details}`;
  });
}

function brief(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > 120 ? `${line.slice(0, 117)}…` : line;
}
