import type { Published } from '../check/published/published.ts';
import { commandOf, type Mend, type RecoverFinding } from './finding.ts';

/** What is known of the migrations of a checkout, by name and in order. */
export interface KnownOrder {
  readonly names: readonly string[];
  readonly applied: ReadonlySet<string>;
  readonly published: Published | undefined;
}

/** Names and explains migrations that two people wrote beside each other. */
export function explainOrder(known: KnownOrder): RecoverFinding[] {
  const clashes = sameTimestamp(known);
  const named = new Set(clashes.map(({ subject }) => subject));
  return [...clashes, ...outOfOrder(known).filter(({ subject }) => !named.has(subject))];
}

function sameTimestamp({ names, applied, published }: KnownOrder): RecoverFinding[] {
  const byStamp = Map.groupBy(
    names.filter((name) => /^\d{14}_/.test(name)),
    (name) => name.slice(0, 14),
  );
  return [...byStamp].flatMap(([stamp, group]) => {
    const movable = group.filter((name) => !isPublished(name, published));
    const subject = movable.findLast((name) => !applied.has(name)) ?? movable.at(-1);
    if (group.length < 2 || subject === undefined) return [];
    const others = group.filter((name) => name !== subject);
    return finding(
      'same-timestamp',
      subject,
      `${others.join(', ')} ${others.length === 1 ? 'has' : 'have'} the timestamp ${stamp} as well: only their names decide on their order.`,
      applied.has(subject),
    );
  });
}

/** Names those that are pending and sort before one that is applied. */
export function outOfOrder({ names, applied, published }: KnownOrder): RecoverFinding[] {
  const last = names.findLast((name) => applied.has(name));
  if (last === undefined) return [];
  return names
    .filter((name) => name < last && !applied.has(name) && !isPublished(name, published))
    .flatMap((subject) =>
      finding(
        'out-of-order',
        subject,
        `It sorts before ${last}, which is applied: here it would run after it, on a new database before it.`,
        false,
      ),
    );
}

function finding(
  kind: 'same-timestamp' | 'out-of-order',
  subject: string,
  happened: string,
  isApplied: boolean,
): [RecoverFinding] {
  const mend: Mend = { action: 'reorder', migration: subject };
  return [
    {
      kind,
      subject,
      happened,
      holds: isApplied ? 'All that it makes.' : 'Nothing of it yet.',
      advice: 'As long as it has not shipped, give it a timestamp behind all others.',
      mend,
      certain: false,
      command: commandOf(mend),
    },
  ];
}

export function isPublished(name: string, published: Published | undefined): boolean {
  return Object.hasOwn(published?.migrations ?? {}, name);
}
