import { checksum } from '../published/published.ts';
import { type Rule, WHOLE_FILE } from './rule.ts';

export const shippedEdited: Rule = {
  name: 'shipped-edited',
  severity: 'error',
  title: 'A published migration was edited or removed',
  why: 'Databases that have applied it keep what it was; new ones get something else, and "orgdb status" fails on all of them.',
  safe: 'Restore its text, and change the schema by a new migration.',
  onHistory({ migrations, published }) {
    if (published === undefined) return [];
    const byName = new Map(migrations.map((migration) => [migration.name, migration]));
    return Object.entries(published.migrations).flatMap(([name, sum]) => {
      const found = byName.get(name);
      if (found !== undefined && checksum(found.script) === sum) return [];
      const what = found === undefined ? 'is missing' : 'has another text';
      return [
        {
          migration: name,
          at: WHOLE_FILE,
          message: `${name} was published with version ${published.version} and ${what}.`,
        },
      ];
    });
  },
};
