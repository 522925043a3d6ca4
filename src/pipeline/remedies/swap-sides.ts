import { addWire, removeWires } from '../edits.ts';
import { type Complaint, firstThatWorks, type Remedy } from './remedy.ts';

/** Exchanges the wire that is wrong with another of the node, e.g. the teacher's with the student's. */
export function swapSides({ document, problem, works }: Complaint): readonly Remedy[] {
  const wrong = problem.wire === undefined ? undefined : document.wires[problem.wire];
  if (!wrong || problem.wire === undefined) return [];
  const id = problem.wire;
  const others = Object.entries(document.wires).filter(
    ([other, { to }]) => other !== id && to.node === wrong.to.node,
  );
  return firstThatWorks(
    others.map(
      ([other, wire]): Remedy => ({
        title: 'Swap the two wires',
        nodes: [wrong.to.node],
        apply: () => {
          const open = removeWires(document, [id, other]);
          return addWire(
            addWire(open, { from: wire.from, to: wrong.to }, id),
            { from: wrong.from, to: wire.to },
            other,
          );
        },
      }),
    ),
    works,
  );
}
