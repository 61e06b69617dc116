const NOISE = /^(?:\s+|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)+/;
/** Words between CREATE and what is made, that say nothing of its kind. */
const MODIFIERS =
  /^(?:OR\s+REPLACE|GLOBAL|LOCAL|TEMP(?:ORARY)?|UNLOGGED|UNIQUE|TRUSTED|PROCEDURAL|RECURSIVE|CONSTRAINT|FOREIGN|EVENT|MATERIALIZED)\s+/i;

/** What kind of statement it is, by its first words: `CREATE INDEX`, `ALTER TABLE`, `UPDATE`. */
export function statementKind(text: string): string {
  const rest = text.replace(NOISE, '');
  const verb = /^[a-z]+/i.exec(rest)?.[0].toUpperCase() ?? 'OTHER';
  if (!['CREATE', 'ALTER', 'DROP', 'REINDEX', 'COMMENT'].includes(verb)) return verb;
  let behind = rest.slice(verb.length).replace(NOISE, '');
  if (verb === 'COMMENT') return 'COMMENT';
  while (MODIFIERS.test(behind)) behind = behind.replace(MODIFIERS, '');
  const object = /^[a-z]+/i.exec(behind)?.[0].toUpperCase() ?? '';
  return `${verb} ${object}`.trim();
}

/** How many of each kind, the first seen first. */
export function countKinds(texts: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const text of texts) {
    const kind = statementKind(text);
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}
