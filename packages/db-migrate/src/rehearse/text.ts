import type { Rehearsal, RehearsedStatement, RehearsedStep } from './report.ts';

const WIDEST = 64;

/** A rehearsal as a table for people: a line for each statement, and what is wrong at the end. */
export function rehearsalText(rehearsal: Rehearsal): string {
  const { server, data, rows, history, migrations, steps, problems, notes, duration } = rehearsal;
  const many = migrations.length === 1 ? 'migration' : 'migrations';
  return [
    `PostgreSQL ${server}, ${rows} rows (${data}), ${history} migrations before; ${migrations.length} ${many} rehearsed in ${seconds(duration)}.`,
    ...steps.flatMap((step) => ['', ...stepText(step)]),
    '',
    ...notes.map((note) => `Note: ${note}`),
    problems.length === 0
      ? 'Nothing is wrong.'
      : `${problems.length} ${problems.length === 1 ? 'problem' : 'problems'}:`,
    ...problems.map(
      ({ migration, direction, line, message, kind }) =>
        `- ${migration}/${direction === 'down' ? 'rollback' : 'migration'}.sql${line === undefined ? '' : `:${line}`}  ${kind}  ${message}`,
    ),
  ].join('\n');
}

function stepText(step: RehearsedStep): string[] {
  const { migration, direction, duration, statements, refused, unprobed, failure } = step;
  const header = ['line', 'ms', 'locks', 'waited', 'rewritten', 'rows', 'WAL', 'statement'];
  const lines = statements.map((one) => [
    String(one.line),
    one.duration.toFixed(1),
    strongest(one),
    waited(one),
    one.rewritten.map(({ table, rows }) => `${table} (${rows})`).join(', '),
    String(Object.values(one.rowsChanged).reduce((sum, count) => sum + count, 0) || ''),
    bytes(one.wal),
    shortened(one.text),
  ]);
  return [
    `${migration}  ${direction}  ${seconds(duration)}`,
    ...grid([header, ...lines]),
    ...(failure === undefined ? [] : [`  failed at line ${failure.line}: ${failure.message}`]),
    ...refused.map(
      ({ table, kind, times, message }) =>
        `  programs of the version before that ${kind} ${table} are refused (${times} times): ${message}`,
    ),
    ...(unprobed.length > 0
      ? [`  not probed, because the server has no more connections: ${unprobed.join(', ')}`]
      : []),
  ];
}

function strongest({ locks }: RehearsedStatement): string {
  const entries = Object.entries(locks).filter(([, mode]) => !/^(AccessShare|RowShare)Lock$/.test(mode));
  const shown = entries.slice(0, 2).map(([table, mode]) => `${mode.replace(/Lock$/, '')} ${table}`);
  return [...shown, ...(entries.length > 2 ? [`+${entries.length - 2}`] : [])].join(', ');
}

function waited({ blocked }: RehearsedStatement): string {
  const count = blocked.reduce((sum, { waits }) => sum + waits.length, 0);
  if (count === 0) return '';
  const longest = Math.max(...blocked.map((one) => one.longest));
  return `${count}, longest ${Math.round(longest)} ms`;
}

/** A statement on one line, cut. */
export function shortened(text: string, widest = WIDEST): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > widest ? `${line.slice(0, widest - 1)}…` : line;
}

export function bytes(count: number): string {
  if (count < 1024) return `${count} B`;
  return count < 1024 * 1024 ? `${Math.round(count / 1024)} KB` : `${(count / 1024 / 1024).toFixed(1)} MB`;
}

export function seconds(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}

function grid(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) =>
    `  ${row.map((cell, column) => (column === 1 ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0))).join('  ')}`.trimEnd(),
  );
}
