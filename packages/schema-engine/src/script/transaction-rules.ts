/** What the statements of a script forbid about running them in one transaction, by their index. */
export interface TransactionRules {
  /** Statements that cannot run in a transaction at all. */
  readonly alone: Set<number>;
  /** Statements that need what is before them committed: they use an enum value that was added there. */
  readonly afterCommit: Set<number>;
  /** The script begins and ends transactions itself. */
  readonly controlsTransactions: boolean;
  /** It does so only by a BEGIN as its first and a COMMIT as its last statement. */
  readonly isWrapped: boolean;
}

type Node = Readonly<Record<string, unknown>>;

/** Words without which no statement below can be meant. Cheap, and often wrong: the parser has the say. */
const SUSPECT =
  /\b(?:CONCURRENTLY|VACUUM|DATABASE|TABLESPACE|SYSTEM|SUBSCRIPTION|CLUSTER|REINDEX|COMMIT|ROLLBACK|ABORT|DISCARD|BEGIN\s*;|(?:BEGIN|START)\s+(?:WORK|TRANSACTION|ISOLATION|READ|NOT|DEFERRABLE)|PREPARE\s+TRANSACTION|ADD\s+VALUE)/i;

/** Whether a script has to be parsed to know how to run it. */
export function needsRules(script: string): boolean {
  return SUSPECT.test(script);
}

/**
 * Reads a script with Postgres' own parser. Undefined when that refuses it, or when it counts other statements than we do: then the
 * server, of another version perhaps, has to say what is wrong.
 */
export async function readTransactionRules(
  script: string,
  statementCount: number,
): Promise<TransactionRules | undefined> {
  // Loaded here because most scripts do without: it is 1.7 MB of wasm.
  const { parse } = await import('libpg-query');
  let nodes: Node[];
  try {
    const { stmts = [] } = await parse(script);
    nodes = stmts.map(({ stmt }) => (stmt ?? {}) as Node);
  } catch {
    return undefined;
  }
  return nodes.length === statementCount ? rulesOf(nodes) : undefined;
}

function rulesOf(nodes: readonly Node[]): TransactionRules {
  const kinds = nodes.map((node) => child(node, 'TransactionStmt'));
  const controls = kinds.filter(Boolean).length;
  const first = kinds[0];
  return {
    alone: new Set(nodes.flatMap((node, index) => (isOutsideTransaction(node) ? [index] : []))),
    afterCommit: newEnumValueUses(nodes),
    controlsTransactions: controls > 0,
    isWrapped:
      controls === 2 &&
      (first?.kind === 'TRANS_STMT_BEGIN' || first?.kind === 'TRANS_STMT_START') &&
      first.options === undefined &&
      kinds.at(-1)?.kind === 'TRANS_STMT_COMMIT' &&
      kinds.at(-1)?.chain === undefined,
  };
}

function isOutsideTransaction(node: Node): boolean {
  const [[kind, value] = ['', undefined]] = Object.entries(node);
  const statement = (value ?? {}) as Node;
  switch (kind) {
    case 'CreatedbStmt':
    case 'DropdbStmt':
    case 'CreateTableSpaceStmt':
    case 'DropTableSpaceStmt':
    case 'AlterSystemStmt':
      return true;
    case 'IndexStmt':
    case 'DropStmt':
      return statement.concurrent === true;
    case 'VacuumStmt':
      return statement.is_vacuumcmd === true;
    case 'ClusterStmt':
      return statement.relation === undefined;
    case 'DiscardStmt':
      return statement.target === 'DISCARD_ALL';
    case 'ReindexStmt':
      return (
        /_(SCHEMA|DATABASE|SYSTEM)$/.test(String(statement.kind)) ||
        hasOption(statement, 'params', 'concurrently')
      );
    case 'AlterDatabaseStmt':
      return hasOption(statement, 'options', 'tablespace');
    case 'CreateSubscriptionStmt':
      return !hasOption(statement, 'options', 'create_slot') && !hasOption(statement, 'options', 'connect');
    case 'AlterTableStmt':
      return list(statement.cmds).some((command) => {
        const definition = child(child(command, 'AlterTableCmd') ?? {}, 'def');
        return child(definition ?? {}, 'PartitionCmd')?.concurrent === true;
      });
    default:
      return false;
  }
}

/** A value that is added to an enum cannot be used before that is committed, unless the same script made the enum. */
function newEnumValueUses(nodes: readonly Node[]): Set<number> {
  const uses = new Set<number>();
  const created = new Set<string>();
  let added = new Set<string>();
  nodes.forEach((node, index) => {
    if (added.size > 0 && mentions(node, added)) {
      uses.add(index);
      added = new Set();
    }
    const enumType = child(node, 'CreateEnumStmt');
    if (enumType !== undefined) {
      created.add(JSON.stringify(enumType.typeName));
    }
    const alter = child(node, 'AlterEnumStmt');
    if (
      typeof alter?.newVal === 'string' &&
      alter.oldVal === undefined &&
      !created.has(JSON.stringify(alter.typeName))
    ) {
      added.add(alter.newVal);
    }
  });
  return uses;
}

/** Whether a statement has one of the values as a literal, or in the code of a DO block. */
function mentions(node: unknown, values: ReadonlySet<string>, inCode = false): boolean {
  if (typeof node === 'string') {
    return inCode ? [...values].some((value) => node.includes(`'${value}'`)) : values.has(node);
  }
  if (Array.isArray(node)) {
    return node.some((item) => mentions(item, values, inCode));
  }
  if (typeof node !== 'object' || node === null) {
    return false;
  }
  return Object.entries(node).some(([key, value]) =>
    key === 'AlterEnumStmt'
      ? false
      : typeof value === 'string'
        ? key === 'sval' && mentions(value, values, inCode)
        : mentions(value, values, inCode || key === 'DoStmt'),
  );
}

function hasOption(statement: Node, key: string, name: string): boolean {
  return list(statement[key]).some((option) => child(option, 'DefElem')?.defname === name);
}

function list(value: unknown): Node[] {
  return Array.isArray(value) ? (value as Node[]) : [];
}

function child(node: Node, key: string): Node | undefined {
  return node[key] as Node | undefined;
}
