import type { Position, Wire } from '../../src/pipeline/document.ts';
import { addWire, removeWires } from '../../src/pipeline/edits.ts';
import { edit, useDocument } from '../stores/document.ts';
import { type DrawnWire, useView } from '../stores/view.ts';
import { hideHint, showHint } from './hint.ts';
import { openQuickAdd } from './open-quick-add.ts';
import { refuseDrawn } from './refuse-drawn.ts';
import { surface } from './surface.ts';

type DrawingEnd = {
  /** A point of the window. */
  readonly at: Position;
  readonly from: DrawnWire;
  /** What would be drawn to the port that is there. */
  readonly wire: Wire | undefined;
  readonly accepted: boolean;
};

/** What letting go of a wire comes to: drawn, re-ended, removed, refused with its reason, or a search for its other end. */
export function endDrawing({ at, from, wire, accepted }: DrawingEnd): void {
  const { document } = useDocument.getState();
  // Escape has ended it before.
  if (useView.getState().drawn === null) return;
  useView.setState({ drawn: null });
  const { pulled } = from;
  const before = pulled === undefined ? undefined : document.wires[pulled];
  if (wire && before && sameWire(before, wire)) return;
  if (wire && accepted) {
    hideHint();
    edit(before ? 'Move wire' : 'Draw wire', (it) =>
      addWire(pulled === undefined ? it : removeWires(it, [pulled]), wire, pulled),
    );
  } else if (wire) {
    const problem = refuseDrawn(document, from, wire);
    if (problem) showHint(problem.message, { tone: 'problem', more: problem.fix, at });
  } else if (pulled !== undefined) {
    edit('Remove wire', (it) => removeWires(it, [pulled]));
  } else if (onCanvas(at)) openQuickAdd(at, { wire: from });
}

const sameWire = (a: Wire, b: Wire): boolean =>
  a.from.node === b.from.node &&
  a.from.port === b.from.port &&
  a.to.node === b.to.node &&
  a.to.port === b.to.port;

function onCanvas({ x, y }: Position): boolean {
  const bounds = surface()?.bounds();
  return !!bounds && x >= bounds.left && x <= bounds.right && y >= bounds.top && y <= bounds.bottom;
}
