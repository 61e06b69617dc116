import { escapeHtml } from '../html/text.ts';
import type { SystemDocumentation, TableDocumentation } from '../schema-documentation.ts';
import { type Box, layOut } from './lay-out.ts';

// Of the monospaced font at 12 px that page.css sets.
const CHARACTER = 7.25;
const ROW = 17;
const HEAD = 26;
const PADDING = 10;
const MARGIN = 16;

interface Row {
  text: string;
  /** `schema.table` where the row leads out of the system. */
  away: string | undefined;
}

/**
 * A system's tables with their foreign keys, as an SVG image: each table a link to its section. A key to a table of another system
 * is a row of its own, not a line; the one to the tenant is every table's, and left out.
 */
export async function drawSystem(system: SystemDocumentation): Promise<string> {
  const tables = system.groups.flatMap((group) => group.tables);
  const rows = tables.map(rowsOf);
  const boxes = tables.map((table, index): Box => {
    const longest = Math.max(table.name.length + 1, ...(rows[index] ?? []).map(({ text }) => text.length));
    const lines = rows[index]?.length ?? 0;
    return {
      id: `${table.schema}.${table.name}`,
      width: Math.ceil(longest * CHARACTER) + 2 * PADDING,
      height: HEAD + lines * ROW + (lines > 0 ? 6 : 0),
    };
  });
  const links = tables.flatMap((table) =>
    keysOf(table)
      .filter((key) => key.target.startsWith(`${system.name}.`))
      .map((key) => ({ from: key.target, to: `${table.schema}.${table.name}`, key })),
  );
  const layout = await layOut(boxes, links);
  const box = [-MARGIN, -MARGIN, Math.ceil(layout.width) + 2 * MARGIN, Math.ceil(layout.height) + 2 * MARGIN];
  return [
    `<svg viewBox="${box.join(' ')}" role="group" aria-label="Tables of ${escapeHtml(system.name)} and their foreign keys">`,
    ...links.map(
      ({ from, to, key }, index) =>
        `<path class="link${key.optional ? ' optional' : ''}" data-from="${escapeHtml(from)}" data-to="${escapeHtml(to)}" d="${layout.paths[index]}" marker-start="url(#${key.optional ? 'maybe' : 'one'})" marker-end="url(#${key.single ? 'maybe' : 'many'})"/>`,
    ),
    ...tables.map((table, index) =>
      drawTable(table, rows[index] ?? [], boxes[index], layout.boxes[index] ?? { x: 0, y: 0 }),
    ),
    '</svg>',
  ].join('\n');
}

function drawTable(
  table: TableDocumentation,
  rows: readonly Row[],
  box: Box | undefined,
  { x, y }: { x: number; y: number },
): string {
  const id = `${table.schema}.${table.name}`;
  return [
    `<a href="#${escapeHtml(id)}" class="box" data-table="${escapeHtml(id)}" transform="translate(${x} ${y})">`,
    `<title>${escapeHtml(table.meaning || table.name)}</title>`,
    `<rect width="${box?.width}" height="${box?.height}" rx="5"/>`,
    ...(rows.length > 0 ? [`<line x2="${box?.width}" y1="${HEAD}" y2="${HEAD}"/>`] : []),
    `<text class="name" x="${PADDING}" y="17">${escapeHtml(table.name)}</text>`,
    ...rows.map(
      (row, index) =>
        `<text${row.away === undefined ? '' : ' class="away"'} x="${PADDING}" y="${HEAD + 15 + index * ROW}">${escapeHtml(row.text)}</text>`,
    ),
    '</a>',
  ].join('');
}

function rowsOf(table: TableDocumentation): Row[] {
  return keysOf(table).map((key) => {
    const column = key.columns.filter((name) => name !== 'tenant_id').join(', ');
    const away = key.target.startsWith(`${table.schema}.`) ? undefined : key.target;
    return { text: away === undefined ? column : `${column} → ${away}`, away };
  });
}

function keysOf(table: TableDocumentation): TableDocumentation['foreignKeys'] {
  return table.foreignKeys.filter((key) => key.target !== 'core.tenants');
}
