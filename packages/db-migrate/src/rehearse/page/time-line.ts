import type { RehearsedStatement, RehearsedStep } from '../report.ts';
import { bytes, seconds, shortened } from '../text.ts';
import { escapeHtml } from './html.ts';
import { SEVERITIES, severityOf } from './severity.ts';

/** A step as a section: its time line, and the same as a table. */
export function stepSection(step: RehearsedStep, index: number): string {
  const { migration, direction, duration, failure, refused } = step;
  const id = `step-${index}`;
  return [
    `<section class="step" aria-labelledby="${id}"><h2 id="${id}"><span class="direction">${direction}</span> ${escapeHtml(migration)} <small>${seconds(duration)}</small></h2>`,
    failure === undefined
      ? ''
      : `<p class="failure">Failed at line ${failure.line}: ${escapeHtml(failure.message)}</p>`,
    ...refused.map(
      ({ table, kind, times, message }) =>
        `<p class="refused">Programs of the version before that ${kind} ${escapeHtml(table)} are refused (${times} times): ${escapeHtml(message)}</p>`,
    ),
    step.statements.length === 0 ? '' : timeLine(step, id),
    '</section>',
  ].join('\n');
}

function timeLine(step: RehearsedStep, id: string): string {
  const { statements, at, duration } = step;
  const place = (from: number, length: number) =>
    `style="left:${((100 * (from - at)) / duration).toFixed(3)}%;width:${((100 * length) / duration).toFixed(3)}%"`;
  const lanes = new Map<string, string[]>();
  for (const { blocked } of statements) {
    for (const { table, kind, waits } of blocked) {
      const marks = waits.map(
        ({ at: from, wait }) =>
          `<i class="${kind}" ${place(from, wait)} title="${kind === 'read' ? 'A reader' : 'A writer'} of ${escapeHtml(table)} waited ${Math.round(wait)} ms"></i>`,
      );
      lanes.set(table, [...(lanes.get(table) ?? []), ...marks]);
    }
  }
  const bars = statements.map(
    (one, index) =>
      `<button type="button" class="${severityOf(one)}" ${place(one.at, one.duration)} aria-describedby="${id}-${index}" aria-label="Line ${one.line}, ${one.duration.toFixed(1)} ms: ${escapeHtml(shortened(one.text))}" tabindex="${index === 0 ? 0 : -1}"></button>`,
  );
  return [
    `<div class="chart">`,
    ...[...lanes].map(
      ([table, marks]) =>
        `<div class="lane"><span class="name">${escapeHtml(table)}</span><div class="track">${marks.join('')}</div></div>`,
    ),
    `<div class="lane"><span class="name">statements</span><div class="track bars" role="group" aria-label="Statements over time; arrow keys go from one to the next">${bars.join('')}</div></div>`,
    `<div class="lane axis"><span class="name"></span><div class="track">${[0, 0.25, 0.5, 0.75, 1].map((share) => `<span style="left:${100 * share}%">${seconds(share * duration)}</span>`).join('')}</div></div>`,
    '</div>',
    ...statements.map((one, index) => details(one, `${id}-${index}`, index === 0)),
  ].join('\n');
}

function details(one: RehearsedStatement, id: string, isShown: boolean): string {
  const { text, line, duration, locks, blocked, rewritten, rowsChanged, wal, inTransaction } = one;
  const list = (title: string, items: readonly string[]) =>
    items.length === 0 ? '' : `<dt>${title}</dt><dd>${items.map(escapeHtml).join('<br>')}</dd>`;
  return [
    `<article id="${id}" class="statement ${severityOf(one)}"${isShown ? '' : ' hidden'}><pre>${escapeHtml(text)}</pre><dl>`,
    list('when', [
      `line ${line}, ${duration.toFixed(1)} ms${inTransaction ? '' : ', outside of a transaction'}`,
    ]),
    list(
      'locks',
      Object.entries(locks).map(([table, mode]) => `${mode} ${table}`),
    ),
    list('meaning', [SEVERITIES[severityOf(one)]]),
    list(
      'waited',
      blocked.map(
        ({ table, kind, waits, longest }) =>
          `${table}: ${waits.length} ${kind === 'read' ? 'reads' : 'writes'}, longest ${Math.round(longest)} ms`,
      ),
    ),
    list(
      'rewritten',
      rewritten.map(({ table, rows }) => `${table} (${rows} rows)`),
    ),
    list(
      'rows changed',
      Object.entries(rowsChanged).map(([table, count]) => `${table}: ${count}`),
    ),
    list('WAL', [bytes(wal)]),
    '</dl></article>',
  ].join('');
}
