import type { Run } from '../measure.ts';

const COLOURS = ['#1f6feb', '#57606a', '#8c959f', '#cf222e', '#bf8700', '#8250df', '#1a7f37'];
const PANEL = { width: 420, label: 130, bar: 7, gap: 8, head: 34 };
const MARGIN = 16;
const LEGEND = 28;

/**
 * Throughput as an SVG: a panel for each round trip and number of callers, a group of bars for each case, in each the
 * peers as multiples of the reference, whose bars all have the same length.
 */
export function chart(title: string, all: readonly Run[], reference: string): string {
  const contests = new Set(all.filter(({ peer }) => peer === reference).map((run) => run.case));
  const runs = all.filter((run) => contests.has(run.case));
  const peers = [...new Set(runs.map(({ peer }) => peer))];
  const colourOf = (peer: string) => COLOURS[peers.indexOf(peer) % COLOURS.length] ?? '#000';
  const panels = [...Map.groupBy(runs, (run) => `${run.rtt_ms}/${run.callers}`).values()];
  const columns = Math.max(1, new Set(runs.map(({ callers }) => callers)).size);
  const relative = panels.map((panel) => multiples(panel, reference));
  const most = Math.max(1, ...relative.flat().map(({ multiple }) => multiple));
  const drawn = relative.map((bars, index) => drawPanel(panels[index] ?? [], bars, most, colourOf));
  const height = Math.max(0, ...drawn.map((panel) => panel.height));
  const lines = Math.ceil(panels.length / columns);
  const total = {
    width: MARGIN + columns * (PANEL.width + MARGIN),
    height: LEGEND * 2 + lines * (height + MARGIN),
  };
  const placed = drawn.map(({ svg }, index) => {
    const x = MARGIN + (index % columns) * (PANEL.width + MARGIN);
    const y = LEGEND * 2 + Math.floor(index / columns) * (height + MARGIN);
    return `<g transform="translate(${x} ${y})">${svg}</g>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${total.width} ${total.height}" font-family="system-ui, sans-serif" font-size="11">`,
    `<rect width="100%" height="100%" fill="#fff"/>`,
    text(MARGIN, 20, `${title}: throughput, ${reference} = 1`, 'font-size="14" font-weight="600"'),
    ...peers.map((peer, index) => legend(peer, MARGIN + index * 130, colourOf(peer))),
    ...placed,
    '</svg>',
    '',
  ].join('\n');
}

interface Bar {
  readonly case: string;
  readonly peer: string;
  readonly multiple: number;
}

function multiples(panel: readonly Run[], reference: string): Bar[] {
  return panel.flatMap((run) => {
    const unit = panel.find((other) => other.case === run.case && other.peer === reference);
    return unit ? [{ case: run.case, peer: run.peer, multiple: run.ops_per_s / unit.ops_per_s }] : [];
  });
}

function drawPanel(
  runs: readonly Run[],
  bars: readonly Bar[],
  most: number,
  colourOf: (peer: string) => string,
): { svg: string; height: number } {
  const room = PANEL.width - PANEL.label - 34;
  const unit = PANEL.label + room / most;
  const parts = [
    text(0, 14, `${runs[0]?.callers} callers, ${runs[0]?.rtt_ms} ms round trip`, 'font-weight="600"'),
  ];
  let y = PANEL.head;
  for (const [name, group] of Map.groupBy(bars, (bar) => bar.case)) {
    const middle = y + (group.length * PANEL.bar) / 2 + 4;
    parts.push(text(PANEL.label - 8, middle, name, 'text-anchor="end"'));
    for (const { peer, multiple } of group) {
      const width = (room * multiple) / most;
      parts.push(
        `<rect x="${PANEL.label}" y="${y}" width="${width.toFixed(1)}" height="${PANEL.bar - 1}" fill="${colourOf(peer)}"><title>${escaped(`${name}, ${peer}: ${multiple.toFixed(2)}`)}</title></rect>`,
        text(PANEL.label + width + 3, y + PANEL.bar - 1, multiple.toFixed(2), 'font-size="7" fill="#57606a"'),
      );
      y += PANEL.bar;
    }
    y += PANEL.gap;
  }
  parts.push(
    `<line x1="${unit}" y1="${PANEL.head - 6}" x2="${unit}" y2="${y}" stroke="#57606a" stroke-dasharray="3 3"/>`,
  );
  return { svg: parts.join('\n'), height: y };
}

function legend(peer: string, x: number, colour: string): string {
  return `<rect x="${x}" y="32" width="10" height="10" fill="${colour}"/>${text(x + 14, 41, peer)}`;
}

function text(x: number, y: number, content: string, attributes = ''): string {
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" ${attributes}>${escaped(content)}</text>`;
}

function escaped(content: string): string {
  return content.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
