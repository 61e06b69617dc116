import type { ColumnDef, Constraint, Node } from 'libpg-query';
import type { Change, ColumnChange } from './changes.ts';
import { calledFunctions, columnType, descendants, type QualifiedName, strings, tableName } from './tree.ts';

const SERIAL = /^(big|small)?serial[248]?$/;

/** What a column definition says, without the constraints that are changes of their own. */
export function columnOf(definition: ColumnDef): ColumnChange {
  const constraints = constraintsOf(definition.constraints);
  const has = (type: Constraint['contype']) => constraints.find((one) => one.contype === type);
  const initial = has('CONSTR_DEFAULT')?.raw_expr;
  const type = columnType(definition.typeName);
  const generated = has('CONSTR_GENERATED');
  return {
    name: definition.colname ?? '',
    type,
    notNull: [has('CONSTR_NOTNULL'), has('CONSTR_PRIMARY'), has('CONSTR_IDENTITY')].some(Boolean),
    hasDefault: initial !== undefined && !isNull(initial),
    defaultCalls: calledFunctions(initial),
    computed:
      (generated !== undefined && generated.generated_kind !== 'v') ||
      has('CONSTR_IDENTITY') !== undefined ||
      SERIAL.test(type.name),
  };
}

/** Keys and foreign keys that stand behind a column instead of in a clause of their own. */
export function constraintsOfColumn(table: QualifiedName, definition: ColumnDef): [Change, Constraint][] {
  const column = columnOf(definition);
  return constraintsOf(definition.constraints).flatMap((constraint): [Change, Constraint][] => {
    const change = constraintChange(table, constraint, [column.name]);
    if (change === undefined) return [];
    // PostgreSQL reads no row for the foreign key of a column that is new and null.
    if (change.kind === 'add-foreign-key') {
      return [[{ ...change, scans: column.hasDefault || column.computed }, constraint]];
    }
    return [[change, constraint]];
  });
}

/** The change that a constraint is; undefined for those that are part of a column. */
export function constraintChange(
  table: QualifiedName,
  constraint: Constraint,
  columns: readonly string[] = strings(constraint.keys),
): Change | undefined {
  const name = constraint.conname;
  const valid = constraint.skip_validation !== true;
  switch (constraint.contype) {
    case 'CONSTR_PRIMARY':
    case 'CONSTR_UNIQUE':
    case 'CONSTR_EXCLUSION':
      return {
        kind: 'add-key',
        table,
        name,
        columns: constraint.contype === 'CONSTR_EXCLUSION' ? excluded(constraint) : columns,
        of: KEYS[constraint.contype],
        usingIndex: constraint.indexname,
      };
    case 'CONSTR_FOREIGN':
      return {
        kind: 'add-foreign-key',
        table,
        name,
        columns: constraint.fk_attrs ? strings(constraint.fk_attrs) : columns,
        references: tableName(constraint.pktable),
        referencedColumns: strings(constraint.pk_attrs),
        valid,
        scans: valid,
      };
    case 'CONSTR_CHECK':
      return { kind: 'add-check', table, name, notNull: columnsNotNull(constraint.raw_expr), valid };
    case 'CONSTR_NOTNULL': {
      const [column = ''] = columns;
      // A clause of its own since PostgreSQL 18: ADD CONSTRAINT … NOT NULL column NOT VALID.
      return constraint.keys === undefined
        ? undefined
        : valid
          ? { kind: 'set-not-null', table, column }
          : { kind: 'add-check', table, name, notNull: [column], valid };
    }
    default:
      return undefined;
  }
}

const KEYS = { CONSTR_PRIMARY: 'primary', CONSTR_UNIQUE: 'unique', CONSTR_EXCLUSION: 'exclusion' } as const;

function constraintsOf(nodes: readonly Node[] | undefined): Constraint[] {
  return (nodes ?? []).flatMap((node) => ('Constraint' in node ? [node.Constraint] : []));
}

function excluded(constraint: Constraint): string[] {
  return descendants(constraint.exclusions, 'IndexElem').flatMap(({ name }) =>
    typeof name === 'string' ? [name] : [],
  );
}

/** The columns that `a IS NOT NULL AND b IS NOT NULL` asks of; none for any other condition. */
function columnsNotNull(expression: Node | undefined): string[] {
  if (expression === undefined) return [];
  if ('NullTest' in expression && expression.NullTest.nulltesttype === 'IS_NOT_NULL') {
    const { arg } = expression.NullTest;
    return arg !== undefined && 'ColumnRef' in arg ? strings(arg.ColumnRef.fields).slice(-1) : [];
  }
  if ('BoolExpr' in expression && expression.BoolExpr.boolop === 'AND_EXPR') {
    return (expression.BoolExpr.args ?? []).flatMap(columnsNotNull);
  }
  return [];
}

function isNull(expression: Node): boolean {
  return 'A_Const' in expression && expression.A_Const.isnull === true;
}
