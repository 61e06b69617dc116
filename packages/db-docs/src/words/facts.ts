import type { Table } from '@org/db-migrate';

const TENANCY = {
  own: 'Each row belongs to one tenant.',
  optional: 'A row belongs to one tenant; a row without one is shared, for reading.',
  self: 'The row is the tenant.',
  global: 'Global: no tenant.',
} as const;

const SERVICES = {
  all: 'Services read and write.',
  append: 'Services read and add; they never change or remove.',
  read: 'Services read only.',
  none: 'Services reach nothing.',
} as const;

/** What a model's annotations mean, a sentence each. */
export function factsInWords(table: Table): string[] {
  return [
    TENANCY[table.tenancy],
    SERVICES[table.services],
    ...(table.tenancy === 'global' ? [] : [portal(table)]),
    ...(table.audit ? ['Changes are audited.'] : []),
    ...(table.partitionColumn
      ? [`Rows lie in partitions by the month of \`${table.partitionColumn}\`.`]
      : []),
  ];
}

function portal({ portal: rule, columns }: Table): string {
  if (rule.access === 'none') return 'Portal users reach nothing.';
  const conditions = rule.conditions.map((one) => conditionInWords(one, columns));
  return `Portal users ${rule.access === 'read' ? 'read' : 'read and write'} rows ${conditions.join(', and ')}.`;
}

type Condition = Extract<Table['portal'], { conditions: unknown }>['conditions'][number];

function conditionInWords(condition: Condition, columns: Table['columns']): string {
  switch (condition.kind) {
    case 'self':
      return `where \`${columns.get(condition.field)}\` is themselves`;
    case 'customer':
      return `where \`${columns.get(condition.field)}\` is their customer`;
    case 'offer':
      return 'visible in the portal and not exclusive to another customer';
    case 'price':
      return 'of an offer that they see, if the price is for everybody, for their tier or for their customer';
  }
}
