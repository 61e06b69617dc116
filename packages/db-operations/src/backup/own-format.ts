import { encode } from './records.ts';
import type { BackupSource } from './source.ts';

/** The records of orgdb's own format. */
export async function* ownRecords(source: BackupSource): AsyncGenerator<Buffer> {
  yield* encode({ kind: 'origin', ...source.origin });
  const definitions = async function* (section: 'pre-data' | 'post-data') {
    yield* encode({ kind: 'definitions', section }, [Buffer.from(await source.definitions(section))]);
  };
  yield* definitions('pre-data');
  for await (const { columns, sum, rows } of source.rows())
    yield* encode({ kind: 'rows', columns, ...sum }, rows);
  yield* encode({ kind: 'sequences', statements: await source.sequences() });
  yield* definitions('post-data');
  const { tables, catalog } = await source.proof();
  if (catalog) yield* encode({ kind: 'catalog', catalog });
  yield* encode({ kind: 'end', tables: tables.length });
}
