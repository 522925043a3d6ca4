import type { Document } from './document.ts';
import { reached } from './reached.ts';

/** Both ends exist. */
function edges(document: Document): [from: string, to: string][] {
  return Object.values(document.wires)
    .map((wire): [string, string] => [wire.from.node, wire.to.node])
    .filter(([from, to]) => Object.hasOwn(document.nodes, from) && Object.hasOwn(document.nodes, to));
}

function grouped(pairs: readonly [string, string][]): Map<string, string[]> {
  const by = new Map<string, string[]>();
  for (const [key, value] of pairs) {
    const values = by.get(key);
    if (values) values.push(value);
    else by.set(key, [value]);
  }
  return by;
}

/**
 * Every node after all that feed it (ties by id, so that the order does not depend on how the file was
 * written), and the nodes that stand on or between circles.
 */
export function nodeOrder(document: Document): { order: string[]; cycle: string[] } {
  const pairs = edges(document);
  const next = grouped(pairs);
  const waiting = new Map(Object.keys(document.nodes).map((id) => [id, 0]));
  for (const [, to] of pairs) waiting.set(to, (waiting.get(to) ?? 0) + 1);
  const order: string[] = [];
  let ready = [...waiting].filter(([, count]) => count === 0).map(([id]) => id);
  while (ready.length > 0) {
    ready.sort();
    order.push(...ready);
    const freed: string[] = [];
    for (const id of ready)
      for (const to of next.get(id) ?? []) {
        const left = (waiting.get(to) ?? 0) - 1;
        waiting.set(to, left);
        if (left === 0) freed.push(to);
      }
    ready = freed;
  }
  const done = new Set(order);
  const stuck = Object.keys(document.nodes).filter((id) => !done.has(id));
  const above = upstreamOf(document, stuck);
  // What merely hangs below a circle is stuck too, but nothing stuck depends on it.
  const feeding = new Set(
    stuck.filter((id) => (next.get(id) ?? []).some((to) => !done.has(to) && above.has(to))),
  );
  return { order, cycle: [...feeding].sort() };
}

/** The given nodes and all that feed them, directly or not. */
export function upstreamOf(document: Document, targets: readonly string[]): ReadonlySet<string> {
  const before = grouped(edges(document).map(([from, to]) => [to, from]));
  return reached(targets, (id) => before.get(id) ?? []);
}

/** The given node and all that it feeds, directly or not: a wire from there would close a circle. */
export function downstreamOf(document: Document, start: string): ReadonlySet<string> {
  const next = grouped(edges(document));
  return reached([start], (id) => next.get(id) ?? []);
}
