/** Every node of one kind in what the parser returned, however deep. */
export function descendants(root: unknown, kind: string): Record<string, unknown>[] {
  const found: Record<string, unknown>[] = [];
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    for (const [key, value] of Object.entries(node)) {
      if (key === kind) found.push(value as Record<string, unknown>);
      visit(value);
    }
  };
  visit(root);
  return found;
}

/** The texts of a list of String nodes: the parts of a name. */
export function strings(list: unknown): string[] {
  return descendants(list, 'String').map(({ sval }) => String(sval ?? ''));
}
