/** What {@link inOrder} needs to know of a table. */
interface Referring {
  readonly name: string;
  readonly foreignKeys: readonly { readonly target: string }[];
}

/**
 * Tables by their foreign keys: a table stands behind those that it refers to, `first` before all. Where tables refer to each
 * other in a circle there is no such order; they stand together then, by name, and {@link circles} names them.
 */
export function inOrder<T extends Referring>(tables: readonly T[], first: string): T[] {
  return components(tables)
    .flat()
    .sort((a, b) => Number(b.name === first) - Number(a.name === first));
}

/** Groups of tables that refer to each other in a circle, or to themselves. */
export function circles<T extends Referring>(tables: readonly T[]): T[][] {
  return components(tables).filter(
    ([table, ...others]) =>
      others.length > 0 || table?.foreignKeys.some(({ target }) => target === table.name),
  );
}

/** Strongly connected components, those that are referred to first (Tarjan 1972). */
function components<T extends Referring>(tables: readonly T[]): T[][] {
  const byName = new Map(tables.map((table) => [table.name, table]));
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: T[] = [];
  const found: T[][] = [];
  const visit = (table: T): number => {
    const own = index.size;
    index.set(table.name, own);
    low.set(table.name, own);
    stack.push(table);
    for (const { target } of table.foreignKeys) {
      const next = byName.get(target);
      if (next === undefined) continue;
      const reached = index.get(target);
      if (reached === undefined) lower(table, visit(next));
      else if (stack.includes(next)) lower(table, reached);
    }
    const lowest = low.get(table.name) ?? own;
    if (lowest === own) found.push(stack.splice(stack.indexOf(table)).sort(byTableName));
    return lowest;
  };
  const lower = (table: T, value: number) =>
    low.set(table.name, Math.min(low.get(table.name) ?? value, value));
  for (const table of [...tables].sort(byTableName)) if (!index.has(table.name)) visit(table);
  return found;
}

function byTableName(a: Referring, b: Referring): number {
  return a.name < b.name ? -1 : Number(a.name > b.name);
}
