import type { Dependency, Piece } from './piece.ts';

/**
 * Sorts pieces so that each comes behind what it needs, and as little else as possible moves: among those that could
 * come next the one of the lowest phase and name does. What needs itself in a circle comes at the end; PostgreSQL then says so.
 */
export function inOrder(pieces: readonly Piece[], dependencies: readonly Dependency[]): Piece[] {
  const owner = new Map(pieces.flatMap((piece) => piece.ids.map((id) => [id, piece] as const)));
  const needs = new Map<Piece, Set<Piece>>(pieces.map((piece) => [piece, new Set()]));
  for (const { id, needs: needed } of dependencies) {
    const [piece, other] = [owner.get(id), owner.get(needed)];
    if (piece !== undefined && other !== undefined && piece !== other) needs.get(piece)?.add(other);
  }
  const sorted: Piece[] = [];
  const done = new Set<Piece>();
  let waiting = pieces.toSorted(byPhase);
  while (waiting.length > 0) {
    const next =
      waiting.find((piece) => [...(needs.get(piece) ?? [])].every((one) => done.has(one))) ?? waiting[0];
    if (next === undefined) break;
    sorted.push(next);
    done.add(next);
    waiting = waiting.filter((piece) => piece !== next);
  }
  return sorted;
}

function byPhase(a: Piece, b: Piece): number {
  return a.phase - b.phase || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
}
