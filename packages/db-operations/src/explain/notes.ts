import type { Subject } from './findings/finding.ts';
import type { Statement } from './statement/statement.ts';

interface Circumstances {
  readonly statement: Statement;
  readonly role: string;
  /** Whether the settings that policies read were set. */
  readonly withSettings: boolean;
}

/** What has to be known to read the plan rightly. */
export function notesOn(subject: Subject, { statement, role, withSettings }: Circumstances): string[] {
  const { analyzed, generic, catalog } = subject;
  const tables = [...catalog.tables.values()].filter(({ hasPolicies }) => hasPolicies);
  const passed = tables.filter(({ policiesHold }) => !policiesHold);
  const open = tables.filter(
    ({ policiesHold, policies }) => policiesHold && policies.some(({ using }) => using === 'true'),
  );
  return [
    ...(passed.length > 0
      ? [
          `${role} passes row level security (${names(passed)}): the services' plan, with its policies, is another.`,
        ]
      : []),
    ...(open.length > 0
      ? [`A policy lets ${role} see every row (${names(open)}): the services' plan is another.`]
      : []),
    ...(tables.length > 0 && passed.length + open.length === 0 && !withSettings
      ? ['No tenant is set, so policies let no row pass: the figures tell little.']
      : []),
    ...(generic
      ? [
          'Planned for any values of its parameters, as a kept plan is. With values it may be planned in another way.',
        ]
      : []),
    ...(analyzed ? [] : ['Planned only: rows and costs are what PostgreSQL expects.']),
    ...(analyzed && statement.writes
      ? [
          'What it wrote was rolled back. Numbers drawn from sequences are gone, and checks that wait for the commit did not run.',
        ]
      : []),
  ];
}

function names(tables: readonly { readonly name: string }[]): string {
  const shown = tables.slice(0, 3).map(({ name }) => name);
  return shown.join(', ') + (tables.length > shown.length ? ' and others' : '');
}
