import { readFile } from 'node:fs/promises';
import { assetUrl } from '../asset-url.ts';
import { drawSystem } from '../diagram/draw.ts';
import type { SchemaDocumentation, SystemDocumentation } from '../schema-documentation.ts';
import { tableSection } from './table.ts';
import { code, escapeHtml, grid, inline, tableLink } from './text.ts';

/** All of it as one HTML document that loads nothing: it can be opened from a disk, and mailed. */
export async function renderPage({ systems }: SchemaDocumentation): Promise<string> {
  const [style, script] = await Promise.all(
    ['page.css', 'page.js'].map((name) => readFile(assetUrl(name), 'utf8')),
  );
  const sections = await Promise.all(systems.map(systemSection));
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<title>The schema</title>',
    `<style>\n${style}</style>`,
    '</head>',
    '<body>',
    '<a class="skip" href="#content">Skip to the tables</a>',
    '<header>',
    '<button id="menu" type="button" aria-controls="tables" aria-expanded="false">Tables</button>',
    '<strong>The schema</strong>',
    '<div id="search" role="search"><input id="query" type="search" placeholder="Search tables, columns, enums   /" aria-label="Search tables, columns, indexes, enums and functions" role="combobox" aria-expanded="false" aria-controls="hits" autocomplete="off" spellcheck="false"><ul id="hits" role="listbox" aria-label="Hits" hidden></ul></div>',
    '<button id="theme" type="button">Dark</button>',
    '</header>',
    `<nav id="tables" aria-label="Tables">${systems.map(navigation).join('\n')}</nav>`,
    '<main id="content" tabindex="-1">',
    MARKERS,
    ...sections,
    '</main>',
    `<script>\n${script}</script>`,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

// The ends of a line: many rows, exactly one, at most one.
const MARKERS = `<svg class="markers" aria-hidden="true"><defs>
<marker id="many" viewBox="0 0 12 12" refX="11" refY="6" markerWidth="12" markerHeight="12" orient="auto" markerUnits="userSpaceOnUse"><path d="M1 6H12M1 6L12 1M1 6L12 11"/></marker>
<marker id="one" viewBox="0 0 12 12" refX="0" refY="6" markerWidth="12" markerHeight="12" orient="auto" markerUnits="userSpaceOnUse"><path d="M0 6H12M5 1V11"/></marker>
<marker id="maybe" viewBox="0 0 12 12" refX="1" refY="6" markerWidth="12" markerHeight="12" orient="auto-start-reverse" markerUnits="userSpaceOnUse"><circle cx="6" cy="6" r="3.5"/></marker>
</defs></svg>`;

function navigation(system: SystemDocumentation): string {
  const tables = system.groups.flatMap((group) => group.tables.map((table) => table.name)).sort();
  const links = tables.map(
    (name) => `<li><a href="#${escapeHtml(`${system.name}.${name}`)}">${escapeHtml(name)}</a></li>`,
  );
  return `<details><summary><a href="#${escapeHtml(system.name)}">${escapeHtml(system.name)}</a> <small>${tables.length}</small></summary><ul>${links.join('')}</ul></details>`;
}

async function systemSection(system: SystemDocumentation): Promise<string> {
  const name = escapeHtml(system.name);
  const tables = system.groups.reduce((sum, group) => sum + group.tables.length, 0);
  return [
    `<section class="system" id="${name}" data-kind="system" aria-labelledby="${name}:title">`,
    `<h2 id="${name}:title">${name}</h2>`,
    `<p class="facts">${tables} tables, ${system.enums.length} enums, ${system.functions.length} functions</p>`,
    '<figure class="diagram">',
    `<div class="canvas" tabindex="0" role="group" aria-label="Diagram of ${name}; arrow keys move it, plus and minus zoom, 0 fits it">`,
    await drawSystem(system),
    '</div>',
    '<div class="tools"><button type="button" data-zoom="in" aria-label="Zoom in">+</button><button type="button" data-zoom="out" aria-label="Zoom out">−</button><button type="button" data-zoom="fit">Fit</button></div>',
    '<figcaption>A line leads from a table to those whose rows refer to it: a fork is many rows, a bar exactly one, a circle at most one. Rows of a box are its foreign keys; a dashed line is a key that may be empty. Keys to the tenant are left out.</figcaption>',
    '</figure>',
    ...system.groups.flatMap((group) => [
      `<h3>${group.name === 'internal' ? 'Only in migrations' : `${escapeHtml(group.name)}.prisma`}</h3>`,
      ...group.tables.map(tableSection),
    ]),
    grid(
      `Enums of ${system.name}`,
      ['enum', 'values, in their order', 'meaning', 'used by'],
      system.enums.map((one) => ({
        id: `enum:${system.name}.${one.name}`,
        kind: 'enum',
        cells: [
          code(one.name),
          one.values.map(code).join(' '),
          inline(one.meaning),
          one.usedBy.map((place) => usage(place, system.name)).join(', '),
        ],
      })),
    ),
    grid(
      `Functions of ${system.name}`,
      ['function', 'answers', 'called by', 'rights'],
      system.functions.map((one) => ({
        id: `function:${system.name}.${one.signature}`,
        kind: 'function',
        cells: [
          code(one.signature),
          code(one.returns),
          code(one.callers.join(', ')) || 'the owner only',
          one.definer ? 'the owner’s' : 'the caller’s',
        ],
      })),
    ),
    '</section>',
  ].join('\n');
}

function usage(place: string, system: string): string {
  const [schema, table, column] = place.split('.');
  return `${tableLink(`${schema}.${table}`, system)}.${escapeHtml(column ?? '')}`;
}
