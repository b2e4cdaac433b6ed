import type { ResourceRow } from '../../../src/shared/infra.ts';
import { wordingOf } from './words.ts';

/** A row in display order with its place in the tree. */
export interface TreeRow {
  row: ResourceRow;
  /** Zero for the outermost. */
  depth: number;
  /** One-based place among its siblings, and their number. */
  place: number;
  siblings: number;
}

interface Node {
  row: ResourceRow;
  children: Node[];
  rank: number;
}

/**
 * Nests rows by parent and puts them in display order. Unchanged rows are left out, their children move up to the
 * nearest shown ancestor. Failures come first; in a plan (`planned`) the worst operation does; else order of appearance.
 */
export function orderRows(rows: readonly ResourceRow[], planned: boolean): TreeRow[] {
  const byUrn = new Map(rows.map((row) => [row.urn, row]));
  const nodes = new Map<string, Node>();
  for (const row of rows) if (isShown(row)) nodes.set(row.urn, { row, children: [], rank: ownRank(row, planned) });
  const roots: Node[] = [];
  for (const node of nodes.values()) {
    const parent = shownAncestor(node.row, byUrn, nodes);
    (parent === undefined ? roots : parent.children).push(node);
  }
  roots.forEach(settleRank);
  return flatten(roots, 0);
}

/** Unchanged resources are only counted, unless something is wrong with them. */
export const isShown = (row: ResourceRow): boolean => row.op !== 'same' || row.state === 'failed' || row.state === 'interrupted';

function ownRank(row: ResourceRow, planned: boolean): number {
  if (row.state === 'failed') return 0;
  if (row.state === 'interrupted') return 0.5;
  return planned ? wordingOf(row.op).rank : 1;
}

function shownAncestor(row: ResourceRow, byUrn: Map<string, ResourceRow>, nodes: Map<string, Node>): Node | undefined {
  const seen = new Set([row.urn]);
  for (let urn = row.parent; urn !== undefined && !seen.has(urn); urn = byUrn.get(urn)?.parent) {
    seen.add(urn);
    const node = nodes.get(urn);
    if (node !== undefined) return node;
  }
  return undefined;
}

function settleRank(node: Node): number {
  for (const child of node.children) node.rank = Math.min(node.rank, settleRank(child));
  return node.rank;
}

function flatten(nodes: Node[], depth: number): TreeRow[] {
  const sorted = nodes.slice().sort((a, b) => a.rank - b.rank);
  return sorted.flatMap((node, index) => [
    { row: node.row, depth, place: index + 1, siblings: sorted.length },
    ...flatten(node.children, depth + 1),
  ]);
}

/** Numbers for the progress line: rows that change something, and how far they are. */
export function progressOf(rows: readonly ResourceRow[]): { total: number; done: number; failed: number; running: number; unchanged: number } {
  const shown = rows.filter(isShown);
  const inState = (state: ResourceRow['state']): number => shown.filter((row) => row.state === state).length;
  return { total: shown.length, done: inState('done'), failed: inState('failed') + inState('interrupted'), running: inState('running'), unchanged: rows.length - shown.length };
}

/** Operation → number, for rows that no summary counts yet. */
export function countRows(rows: readonly ResourceRow[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const row of rows) counts[row.op] = (counts[row.op] ?? 0) + 1;
  return counts;
}
