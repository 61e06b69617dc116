import type { Section } from './finding.ts';

/** Where a kind of finding belongs, and what it comes from. */
interface Kind {
  readonly section: Section;
  /** It comes from the schema alone, not from rows, statistics or the time: where it is not found, it is not there. */
  readonly standing: boolean;
}

/** The kinds of findings about an object of the database, which a comment on that object can let pass. */
export const SIGNED_KINDS: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ['dead-rows', { section: 'tables', standing: false }],
  ['wraparound', { section: 'tables', standing: false }],
  ['never-analyzed', { section: 'tables', standing: false }],
  ['stale-statistics', { section: 'tables', standing: false }],
  ['table-bloat', { section: 'bloat', standing: false }],
  ['toast-bloat', { section: 'bloat', standing: false }],
  ['index-bloat', { section: 'bloat', standing: false }],
  ['gin-pending', { section: 'bloat', standing: false }],
  ['invalid-index', { section: 'indexes', standing: false }],
  ['duplicate-index', { section: 'indexes', standing: true }],
  ['redundant-index', { section: 'indexes', standing: true }],
  ['unused-index', { section: 'indexes', standing: false }],
  ['foreign-key-unindexed', { section: 'indexes', standing: true }],
  ['table-scanned', { section: 'indexes', standing: false }],
  ['partitions-missing', { section: 'partitions', standing: false }],
  ['default-partition-used', { section: 'partitions', standing: false }],
  ['sequence-near-end', { section: 'sequences', standing: false }],
  ['retention-late', { section: 'retention', standing: false }],
]);
