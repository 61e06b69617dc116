import type { Figure, Section, SectionReport } from './finding.ts';
import type { MaintenanceReport } from './maintain.ts';
import { count, numberWords, sizeWords, timeWords } from './words.ts';

/** Of the figures, how many are shown; JSON holds all. */
const SHOWN = 5;

type Cell = readonly [title: string, of: (figure: Figure) => string];

const COLUMNS: Readonly<Record<Section, readonly Cell[]>> = {
  tables: [
    ['table', text('table')],
    ['rows', number('rows')],
    ['size', size('bytes')],
    ['dead', number('deadRows')],
    ['vacuumed', moment('vacuumedAt')],
    ['analyzed', moment('analyzedAt')],
  ],
  bloat: [
    ['name', text('name')],
    ['size', size('bytes')],
    ['empty', size('wastedBytes')],
    ['%', number('percent')],
    ['by', text('method')],
  ],
  indexes: [
    ['index', text('index')],
    ['size', size('bytes')],
    ['uses', number('scans')],
  ],
  queries: [
    ['id', text('queryId')],
    ['calls', number('calls')],
    ['mean ms', text('meanMs')],
    ['rows', number('rows')],
    ['% of time', text('sharePercent')],
    ['query', (figure) => String(figure.query).slice(0, 60)],
  ],
  partitions: [
    ['table', text('table')],
    ['partitions', number('partitions')],
    ['until', moment('until')],
    ['in the default', number('defaultRows')],
  ],
  sequences: [
    ['sequence', text('sequence')],
    ['last', number('last')],
    ['%', text('percent')],
  ],
  sessions: [
    ['who', text('what')],
    ['user', text('user')],
    ['state', text('state')],
    ['open', (figure) => (figure.openSeconds === null ? '-' : timeWords(Number(figure.openSeconds)))],
    ['holds', number('transactionsHeld')],
  ],
  retention: [
    ['table', text('table')],
    ['policy', text('policy')],
    ['late', number('overdue')],
    ['job', text('job')],
    ['ran', moment('ranAt')],
  ],
};

/** The report for people: what is to be done first in each section, then notes and the largest figures. */
export function maintenanceText(report: MaintenanceReport): string {
  const version = `${Math.floor(report.version / 10_000)}.${report.version % 10_000}`;
  return [
    `${report.database} on PostgreSQL ${version}, seen as ${report.role}`,
    ...report.sections.flatMap(describeSection),
    ...(report.notLookedAt.length > 0
      ? ['', `Not looked at, as ${report.role} may not read them: ${report.notLookedAt.join(', ')}.`]
      : []),
    ...(report.locked.length > 0
      ? ['', `Not looked at, as somebody has them locked: ${report.locked.join(', ')}.`]
      : []),
    '',
    ...report.outcomes.map(
      ({ what, result, note }) => `${result}: ${what}${note === '' ? '' : ` (${note})`}`,
    ),
    summary(report),
  ].join('\n');
}

function summary({ sections, outcomes, ok }: MaintenanceReport): string {
  const findings = sections.flatMap((section) => section.findings);
  const allowed = sections.flatMap((section) => section.allowed).length;
  const passed = allowed === 0 ? '' : `; ${numberWords(allowed)} allowed by comments`;
  if (ok) return `Nothing${outcomes.length > 0 ? ' is left' : ''} to do${passed}.`;
  const hint = findings.some(({ commentOn }) => commentOn !== undefined)
    ? `\nWhat is meant to be so is let pass by a comment on it: COMMENT ON INDEX … IS 'orgdb:allow <kind>: <reason>'.`
    : '';
  return `${count(findings.length, 'finding')}${outcomes.length > 0 ? ' left' : ''}${passed}.${hint}`;
}

function describeSection({ section, findings, allowed, notes, figures }: SectionReport): string[] {
  const cells = COLUMNS[section];
  const rows = figures.slice(0, SHOWN).map((figure) => cells.map(([, of]) => of(figure)));
  const rest = figures.length - rows.length;
  return [
    '',
    `${section}: ${findings.length === 0 ? 'nothing to do' : count(findings.length, 'finding')}${allowed.length === 0 ? '' : `, ${numberWords(allowed.length)} allowed`}`,
    ...findings.flatMap(({ kind, subject, problem, advice }) => [
      `  ! ${subject}: ${problem} [${kind}]`,
      `      ${advice}`,
    ]),
    ...allowed
      .slice(0, SHOWN)
      .map(({ kind, subject, reason }) => `  allowed: ${subject} [${kind}]${reason && `: ${reason}`}`),
    ...(allowed.length > SHOWN
      ? [`  … and ${numberWords(allowed.length - SHOWN)} more allowed (--json)`]
      : []),
    ...notes.map((note) => `  ${note}`),
    ...(rows.length > 0 ? inColumns([cells.map(([title]) => title), ...rows]) : []),
    ...(rest > 0 ? [`    … and ${numberWords(rest)} more (--json)`] : []),
  ];
}

function inColumns(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  return rows.map(
    (row) =>
      `    ${row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd()}`,
  );
}

function text(key: string): Cell[1] {
  return (figure) => String(figure[key] ?? '-');
}

function number(key: string): Cell[1] {
  return (figure) => (figure[key] == null ? '-' : numberWords(Number(figure[key])));
}

function size(key: string): Cell[1] {
  return (figure) => sizeWords(Number(figure[key]));
}

/** To the minute, UTC. */
function moment(key: string): Cell[1] {
  return (figure) => {
    const value = figure[key];
    return value == null ? 'never' : String(value).slice(0, 16).replace('T', ' ');
  };
}
