import { Graphviz } from '@hpcc-js/wasm-graphviz';

/** A box to be placed. Sizes are in pixels. */
export interface Box {
  id: string;
  width: number;
  height: number;
}

export interface Arrow {
  from: string;
  to: string;
}

export interface Layout {
  width: number;
  height: number;
  /** Upper left corner of each box, in the order of the boxes. */
  boxes: { x: number; y: number }[];
  /** A curve for each arrow, in their order: the data of an SVG path. */
  paths: string[];
}

// Graphviz speaks of points and inches, 72 to an inch; one of its points is a pixel of ours.
const INCH = 72;
const GAP = 20;

let loaded: Promise<Graphviz> | undefined;

/**
 * Places boxes in layers from left to right, and below them in rows those that no arrow touches. Equal input gives an equal layout.
 */
export async function layOut(boxes: readonly Box[], arrows: readonly Arrow[]): Promise<Layout> {
  const touched = new Set(arrows.flatMap(({ from, to }) => [from, to]));
  const layers = await layOutLayers(
    boxes.filter((box) => touched.has(box.id)),
    arrows,
  );
  const rows = layOutRows(
    boxes.filter((box) => !touched.has(box.id)),
    Math.max(layers.width, 600),
    layers.height > 0 ? layers.height + 2 * GAP : 0,
  );
  return {
    width: Math.max(layers.width, rows.width),
    height: Math.max(layers.height, rows.height),
    boxes: boxes.map(({ id }) => layers.places.get(id) ?? rows.places.get(id) ?? { x: 0, y: 0 }),
    paths: layers.paths,
  };
}

interface Placed {
  width: number;
  height: number;
  places: Map<string, { x: number; y: number }>;
}

function layOutRows(boxes: readonly Box[], width: number, top: number): Placed {
  const places: Placed['places'] = new Map();
  let [x, y, bottom, right] = [0, top, top, 0];
  for (const box of boxes) {
    if (x > 0 && x + box.width > width) [x, y] = [0, bottom + GAP];
    places.set(box.id, { x, y });
    x += box.width + GAP;
    bottom = Math.max(bottom, y + box.height);
    right = Math.max(right, x - GAP);
  }
  return { width: right, height: bottom, places };
}

// By the "dot" of Graphviz: Gansner, Koutsofios, North, Vo, "A Technique for Drawing Directed Graphs", 1993.
async function layOutLayers(
  boxes: readonly Box[],
  arrows: readonly Arrow[],
): Promise<Placed & { paths: string[] }> {
  if (boxes.length === 0) return { width: 0, height: 0, places: new Map(), paths: [] };
  loaded ??= Graphviz.load();
  const graphviz = await loaded;
  const place = new Map(boxes.map((box, index) => [box.id, index]));
  const source = [
    'digraph {',
    '  graph [rankdir=LR, nodesep=0.22, ranksep=0.7, pack=24];',
    '  node [shape=box, fixedsize=true, label=""]; edge [dir=none];',
    ...boxes.map((box, index) => `  n${index} [width=${box.width / INCH}, height=${box.height / INCH}];`),
    ...arrows.map(
      (arrow, index) => `  n${place.get(arrow.from)} -> n${place.get(arrow.to)} [id="${index}"];`,
    ),
    '}',
  ].join('\n');
  const drawn = JSON.parse(graphviz.dot(source, 'json')) as Drawing;
  const [, , width = 0, height = 0] = numbers(drawn.bb);
  const nodes = new Map((drawn.objects ?? []).map((node) => [node.name, numbers(node.pos)]));
  const edges = new Map((drawn.edges ?? []).map((edge) => [edge.id, edge.pos]));
  return {
    width,
    height,
    places: new Map(
      boxes.map((box, index) => {
        const [x = 0, y = 0] = nodes.get(`n${index}`) ?? [];
        return [box.id, { x: round(x - box.width / 2), y: round(height - y - box.height / 2) }];
      }),
    ),
    paths: arrows.map((_, index) => curve(edges.get(String(index)) ?? '', height)),
  };
}

interface Drawing {
  bb: string;
  objects?: { name: string; pos: string }[];
  edges?: { id: string; pos: string }[];
}

// "x,y x,y …": a start and triples of a cubic spline, with y upwards.
function curve(pos: string, height: number): string {
  const points = pos.split(' ').map((point) => {
    const [x = 0, y = 0] = numbers(point);
    return `${round(x)} ${round(height - y)}`;
  });
  return `M${points[0]} C${points.slice(1).join(' ')}`;
}

function numbers(text: string): number[] {
  return text.split(',').map(Number);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
