import { randomBytes } from 'node:crypto';
import { type BackupProof, proofComment, withDigest } from '../proof.ts';
import type { BackupSource } from '../source.ts';

export const HEADER = '--\n-- PostgreSQL database dump\n--\n';
export const COMPLETE = '-- PostgreSQL database dump complete\n';
/** Within the first lines of a dump of ours: one without it has no proof to look for. */
export const OURS = '-- Dumped by orgdb';

/** A dump as pg_dump writes it, for psql, with the proof as comments at its end. */
export function plainDump(source: BackupSource): AsyncGenerator<Buffer> {
  return withDigest(dump(source));
}

async function* dump(source: BackupSource): AsyncGenerator<Buffer> {
  const { origin } = source;
  const text = (sql: string) => Buffer.from(sql);
  // What psql does not take as its commands until it reads the same word again.
  const word = randomBytes(32).toString('hex');
  yield text(
    `${HEADER}\n\\restrict ${word}\n\n-- Dumped from database version ${origin.serverVersion}\n${OURS}, by pg_dump of version 18\n\n`,
  );
  yield text(statements(await source.definitions('pre-data'), origin.serverVersion));
  for await (const { name, columns, rows } of source.rows()) {
    yield text(
      `--\n-- Data for Name: ${name.replace(/[\r\n]/g, ' ')}; Type: TABLE DATA\n--\n\nCOPY ${name} ${columns} FROM stdin;\n`,
    );
    yield* rows;
    yield text('\\.\n\n\n');
  }
  yield text(`${(await source.sequences()).map((statement) => `${statement};\n`).join('')}\n`);
  yield text(statements(await source.definitions('post-data'), origin.serverVersion));
  yield text(`--\n${COMPLETE}--\n\n\\unrestrict ${word}\n\n`);
  const proof: BackupProof = await source.proof();
  yield text(proofComment(proof));
}

/** What pg_dump says around the statements; a setting that servers before 17 do not know. */
function statements(sql: string, serverVersion: string): string {
  const bare = sql
    .replace(HEADER, '')
    .replace(`--\n${COMPLETE}--\n`, '')
    .replace(/^-- Dumped (?:from database|by pg_dump) version .*\n/gm, '');
  return Number.parseInt(serverVersion, 10) < 17
    ? bare.replace(/^SET transaction_timeout = 0;\n/m, '')
    : bare;
}
