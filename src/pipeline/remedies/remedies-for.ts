import { type CheckedGraph, check } from '../check.ts';
import type { Definitions } from '../definition.ts';
import type { Problem } from '../problem.ts';
import { chooseNearest } from './choose-nearest.ts';
import { connectOnly } from './connect-only.ts';
import { insertBetween } from './insert-between.ts';
import { nearestLayer } from './nearest-layer.ts';
import type { Remedy, RemedyMaker } from './remedy.ts';
import { removeWire } from './remove-wire.ts';
import { swapSides } from './swap-sides.ts';
import { wakeNode } from './wake-node.ts';

/** What may be done about each kind of problem; a code that is not here has to be mended by hand. */
const MAKERS: Readonly<Record<string, readonly RemedyMaker[]>> = {
  shape: [insertBetween],
  'input-open': [connectOnly],
  'input-skipped': [wakeNode],
  'labels-needed': [connectOnly],
  'teacher-weights': [connectOnly],
  'student-frozen': [swapSides],
  'teacher-trained': [swapSides],
  'no-such-layer': [nearestLayer],
  'port-taken': [removeWire],
  'wire-to-nowhere': [removeWire],
  parameter: [chooseNearest],
};

/**
 * The edits that mend a problem of a checked document. What is proposed works: the check is asked about the document as it
 * would be, and the problem is gone from it, with nothing new at what was changed.
 *
 * @param problem one of those of the graph
 */
export function remediesFor(
  checked: CheckedGraph,
  definitions: Definitions,
  problem: Problem,
): readonly Remedy[] {
  const makers = MAKERS[problem.code] ?? [];
  if (makers.length === 0) return [];
  const { document } = checked;
  const known = new Set(checked.problems.map(placeOf));
  const works = (remedy: Remedy): boolean => {
    const next = remedy.apply(ANYWHERE);
    const after = check(next, definitions).problems;
    const changed = (wire: string): boolean => next.wires[wire] !== document.wires[wire];
    return after.every((it) => {
      if (placeOf(it) === placeOf(problem)) return false;
      if (known.has(placeOf(it))) return true;
      const isNew = it.node !== undefined && document.nodes[it.node] === undefined;
      const moved = it.code === problem.code && it.node === problem.node;
      return !isNew && !moved && !(it.wire !== undefined && changed(it.wire));
    });
  };
  return makers.flatMap((make) => make({ document, checked, definitions, problem, works }));
}

const placeOf = ({ code, node, port, param, wire }: Problem): string =>
  JSON.stringify([code, node, port, param, wire]);

const ANYWHERE = (): { x: number; y: number } => ({ x: 0, y: 0 });
