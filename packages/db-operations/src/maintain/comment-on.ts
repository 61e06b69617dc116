import pg from 'pg';
import type { Named } from './finding.ts';
import type { Relation } from './scope.ts';
import { qualified } from './sql.ts';

/** An object as `COMMENT ON` calls it, such as `INDEX "core"."users_email_idx"`: by this a finding and the comment on its object find each other. */
export type CommentOn = string;

export function onTable({ kind, ...relation }: Pick<Relation, 'kind' | 'schema' | 'name'>): CommentOn {
  return `${kind === 'm' ? 'MATERIALIZED VIEW' : 'TABLE'} ${qualified(relation)}`;
}

export function onIndex(index: Named): CommentOn {
  return `INDEX ${qualified(index)}`;
}

export function onSequence(sequence: Named): CommentOn {
  return `SEQUENCE ${qualified(sequence)}`;
}

export function onConstraint(name: string, table: Named): CommentOn {
  return `CONSTRAINT ${pg.escapeIdentifier(name)} ON ${qualified(table)}`;
}
