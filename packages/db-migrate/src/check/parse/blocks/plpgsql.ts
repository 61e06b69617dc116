/** One statement of PL/pgSQL, as the parser writes it: its kind, such as `execsql`, and what belongs to it. */
export interface BlockStatement {
  readonly kind: string;
  /** From 1, in the body. */
  readonly line: number;
  readonly node: Readonly<Record<string, unknown>>;
}

/** A function in PL/pgSQL, as the parser writes it. */
export type ParsedFunction = Readonly<Record<string, unknown>>;

/** The one function of what the parser has read. */
export function functionIn(tree: unknown): ParsedFunction {
  const [first] = asArray(asRecord(tree).plpgsql_funcs);
  return asRecord(asRecord(first).PLpgSQL_function);
}

/** Row types are not looked up: a variable of one is a record. */
const ROW_TYPE = /(?:"[^"\n]+"|[\w$]+)(?:\s*\.\s*(?:"[^"\n]+"|[\w$]+))*\s*%\s*ROWTYPE\b/gi;

/** A text that the parser is to read, without what it would have to ask a server for. */
export function withoutRowTypes(text: string): string {
  return text.replace(ROW_TYPE, 'record');
}

const STATEMENT = 'PLpgSQL_stmt_';

/** The statements of a list; none where it is missing. */
export function statementsOf(list: unknown): BlockStatement[] {
  return asArray(list).flatMap((entry) =>
    Object.entries(asRecord(entry)).flatMap(([key, value]) => {
      const node = asRecord(value);
      return key.startsWith(STATEMENT)
        ? [{ kind: key.slice(STATEMENT.length), line: lineOf(node), node }]
        : [];
    }),
  );
}

/** The lists of statements within one: branches, the body of a loop, handlers of exceptions, however they are nested. */
export function partsOf({ node }: BlockStatement): unknown[][] {
  const parts: unknown[][] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) {
      if (statementsOf(value).length > 0) parts.push(value);
      else for (const one of value) visit(one);
    } else for (const one of Object.values(asRecord(value))) visit(one);
  };
  visit(node);
  return parts;
}

/** Every statement of a list, those within others included. */
export function allStatements(list: unknown): BlockStatement[] {
  return statementsOf(list).flatMap((one) => [one, ...partsOf(one).flatMap(allStatements)]);
}

/** The text of an expression or SQL statement; undefined where there is none. */
export function queryOf(value: unknown): string | undefined {
  const { query } = asRecord(asRecord(value).PLpgSQL_expr);
  return typeof query === 'string' ? query : undefined;
}

/** The expressions and SQL statements of a statement, without those of the statements within it. */
export function ownQueries({ node }: BlockStatement): string[] {
  const queries: string[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value) && statementsOf(value).length > 0) return;
    const query = queryOf(value);
    if (query !== undefined) queries.push(query);
    else for (const one of Object.values(value ?? {})) if (typeof one === 'object') visit(one);
  };
  visit(node);
  return queries;
}

/** The names that a variable, a record or a row of variables stands for. */
export function variablesOf(value: unknown): string[] {
  const node = asRecord(value);
  const { refname } = asRecord(node.PLpgSQL_rec ?? node.PLpgSQL_var);
  const fields = asArray(asRecord(node.PLpgSQL_row).fields).map((field) => asRecord(field).name);
  return [refname, ...fields].filter((name) => typeof name === 'string');
}

export function lineOf({ lineno }: Readonly<Record<string, unknown>>): number {
  return typeof lineno === 'number' ? lineno : 1;
}

export function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

export function asArray(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
