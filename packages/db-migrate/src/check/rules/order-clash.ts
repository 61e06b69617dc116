import { type Rule, WHOLE_FILE } from './rule.ts';

export const orderClash: Rule = {
  name: 'order-clash',
  severity: 'error',
  title: 'Two migrations with one timestamp, or one that sorts before a published one',
  why: 'Databases apply them in different orders: one that is up to date gets the newcomer last, a new one gets it in the middle.',
  safe: 'Rename the folder of the one that has not shipped to a timestamp after all others; it must not be applied anywhere yet, or be marked with "orgdb prisma migrate resolve".',
  onHistory({ migrations, published }) {
    const last =
      Object.keys(published?.migrations ?? {})
        .toSorted()
        .at(-1) ?? '';
    return migrations.flatMap(({ name }, index) => {
      const other = migrations[index - 1]?.name;
      if (other !== undefined && stamp(name) === stamp(other)) {
        return [{ migration: name, at: WHOLE_FILE, message: `${name} has the timestamp of ${other}.` }];
      }
      const isLate = published !== undefined && !(name in published.migrations) && name < last;
      return isLate
        ? [{ migration: name, at: WHOLE_FILE, message: `${name} sorts before ${last}, which is published.` }]
        : [];
    });
  },
};

function stamp(name: string): string {
  return /^\d+/.exec(name)?.[0] ?? name;
}
