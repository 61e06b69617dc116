import pg from 'pg';
import type { Named } from './finding.ts';

/** `"schema"."name"`. */
export function qualified({ schema, name }: Named): string {
  return `${pg.escapeIdentifier(schema)}.${pg.escapeIdentifier(name)}`;
}
