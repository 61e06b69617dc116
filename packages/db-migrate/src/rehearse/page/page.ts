import { readFile } from 'node:fs/promises';
import { assetUrl } from '../../asset-url.ts';
import type { Rehearsal } from '../report.ts';
import { seconds } from '../text.ts';
import { escapeHtml } from './html.ts';
import { SEVERITIES } from './severity.ts';
import { stepSection } from './time-line.ts';

/** A rehearsal as one HTML document that loads nothing: it can be opened from a disk, and mailed. */
export async function rehearsalPage(rehearsal: Rehearsal): Promise<string> {
  const { server, data, rows, history, migrations, steps, problems, notes, duration } = rehearsal;
  const [style, script] = await Promise.all(
    ['rehearsal.css', 'rehearsal.js'].map((name) => readFile(assetUrl(name), 'utf8')),
  );
  const legend = Object.entries(SEVERITIES).map(
    ([severity, meaning]) => `<li><b class="${severity}"></b>${meaning}</li>`,
  );
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<title>Rehearsal of migrations</title>',
    `<style>\n${style}</style>`,
    '</head>',
    '<body>',
    '<header><h1>Rehearsal</h1>',
    `<p>${escapeHtml(migrations.join(', '))}</p>`,
    `<p>PostgreSQL ${escapeHtml(server)}, ${rows} rows (${escapeHtml(data)}), ${history} migrations before, ${seconds(duration)}</p>`,
    '</header>',
    '<main>',
    problems.length === 0
      ? '<p class="fine">Nothing is wrong.</p>'
      : `<ul class="problems">${problems.map(({ migration, direction, line, kind, message }) => `<li><strong>${kind}</strong> <code>${escapeHtml(migration)}/${direction === 'down' ? 'rollback' : 'migration'}.sql${line === undefined ? '' : `:${line}`}</code> ${escapeHtml(message)}</li>`).join('')}</ul>`,
    ...notes.map((note) => `<p class="note">${escapeHtml(note)}</p>`),
    `<ul class="legend" aria-label="Colours">${legend.join('')}<li><i class="read"></i>upper mark: a reader waits</li><li><i class="write"></i>lower mark: a writer waits</li></ul>`,
    ...steps.map(stepSection),
    '</main>',
    `<script>\n${script}</script>`,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}
