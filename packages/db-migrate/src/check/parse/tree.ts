import type { Node, RangeVar, TypeName } from 'libpg-query';

/** `schema.name`, as the model calls tables, types and functions; `public` where the script names no schema. */
export type QualifiedName = string;

/** A column's type as far as rules need it. */
export interface ColumnType {
  /** `int4`, `varchar`; `schema.name` for types that are not PostgreSQL's own. */
  readonly name: string;
  /** Length, precision and scale, as written. */
  readonly modifiers: readonly number[];
  readonly array: boolean;
}

/** The names of a list: columns, or the parts of a qualified name. */
export function strings(nodes: readonly Node[] | undefined): string[] {
  return (nodes ?? []).flatMap((node) => ('String' in node ? [node.String.sval ?? ''] : []));
}

export function tableName(range: RangeVar | undefined): QualifiedName {
  return `${range?.schemaname ?? 'public'}.${range?.relname ?? ''}`;
}

/** The qualified name that a list of names, or a node around one, stands for. */
export function qualifiedName(names: Node | readonly Node[] | undefined): QualifiedName {
  const parts = strings(listOf(names));
  return parts.length > 1 ? parts.slice(-2).join('.') : `public.${parts[0] ?? ''}`;
}

function listOf(node: Node | readonly Node[] | undefined): readonly Node[] {
  if (node === undefined) return [];
  if (Array.isArray(node)) return node;
  const one = node as Node;
  if ('List' in one) return one.List.items ?? [];
  if ('TypeName' in one) return one.TypeName.names ?? [];
  if ('ObjectWithArgs' in one) return one.ObjectWithArgs.objname ?? [];
  return [one];
}

export function columnType(type: TypeName | undefined): ColumnType {
  const names = strings(type?.names);
  const [schema, name] = names.length > 1 ? names.slice(-2) : ['', names[0]];
  return {
    name: schema === 'pg_catalog' || schema === '' ? (name ?? '') : `${schema}.${name}`,
    modifiers: (type?.typmods ?? []).flatMap((node) =>
      'A_Const' in node && node.A_Const.ival ? [node.A_Const.ival.ival ?? 0] : [],
    ),
    array: (type?.arrayBounds ?? []).length > 0,
  };
}

/** Every node of one kind below another, however deep. */
export function descendants(root: unknown, kind: string): Record<string, unknown>[] {
  const found: Record<string, unknown>[] = [];
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    if (Array.isArray(node)) {
      for (const one of node) visit(one);
      return;
    }
    // The parser's nodes are plain objects: no array of entries has to be made of each.
    for (const key in node) {
      const value = (node as Record<string, unknown>)[key];
      if (key === kind) found.push(value as Record<string, unknown>);
      visit(value);
    }
  };
  visit(root);
  return found;
}

/** The functions that an expression calls, as `name` or `schema.name`. */
export function calledFunctions(expression: unknown): string[] {
  return descendants(expression, 'FuncCall').map((call) => {
    const names = strings(call.funcname as Node[]);
    return names[0] === 'pg_catalog' ? names.slice(1).join('.') : names.join('.');
  });
}
