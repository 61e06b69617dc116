import type { CatalogIndex } from '../catalog/catalog.ts';

/** What is special about an index: unique, partial, covering, not a B-tree. */
export function indexInWords(index: CatalogIndex): string {
  return [
    ...(index.unique ? ['unique'] : []),
    ...(index.method === 'btree' ? [] : [index.method]),
    ...(index.includes.length > 0 ? [`covers ${index.includes.join(', ')}`] : []),
    ...(index.where === undefined ? [] : [`where ${index.where}`]),
  ].join('; ');
}
