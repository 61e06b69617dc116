import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from 'vitest';
import { aboutRule, RULE_NAMES } from '../../src/check/about-rule.ts';
import { SQUAWK_RULES } from '../../src/check/squawk/squawk-rules.ts';
import { RECIPES } from '../../src/recipes/recipes.ts';

test('every rule and recipe is in the documentation, in its words, and no other', async () => {
  const text = await readFile(path.join(import.meta.dirname, '../../../../docs/migrations.md'), 'utf8');
  const rows = text
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.split('|').map((cell) => cell.trim()));
  expect(rows.map(([, name = '', ...rest]) => [name, rest[0], rest[1]])).toEqual([
    ...RULE_NAMES.map((name) => [`\`${name}\``, aboutRule(name).severity, aboutRule(name).title]),
    ...RECIPES.map(({ name, title, parameters }) => [
      `\`${name}\``,
      title,
      parameters.map((one) => (one.required ? `\`${one.name}\`` : `\`[${one.name}]\``)).join(' '),
    ]),
  ]);
  for (const name of Object.keys(SQUAWK_RULES)) expect(text).toContain(`\`squawk/${name}\``);
});
