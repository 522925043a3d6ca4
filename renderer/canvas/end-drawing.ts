import type { Position, Wire } from '../../src/pipeline/document.ts';
import { addWire, removeWires } from '../../src/pipeline/edits.ts';
import { edit, useDocument } from '../stores/document.ts';
import { type DrawnWire, select, useView } from '../stores/view.ts';
import { showHint } from './hint.ts';
import { openQuickAdd } from './open-quick-add.ts';
import { refuseDrawn } from './refuse-drawn.ts';
import { surface } from './surface.ts';

type DrawingEnd = {
  readonly at: Position;
  readonly from: DrawnWire;
  readonly wire: Wire | undefined;
  readonly accepted: boolean;
  readonly pulled: string | undefined;
};

/** What letting go of a wire comes to: drawn, re-ended, removed, refused with its reason, or a search for its other end. */
export function endDrawing({ at, from, wire, accepted, pulled }: DrawingEnd): void {
  const { document } = useDocument.getState();
  useView.setState({ drawn: null });
  const before = pulled === undefined ? undefined : document.wires[pulled];
  if (wire && accepted) {
    if (before && sameWire(before, wire)) return;
    edit(before ? 'Move wire' : 'Draw wire', (it) =>
      addWire(before && pulled ? removeWires(it, [pulled]) : it, wire, pulled),
    );
    return;
  }
  if (wire) {
    if (before && sameWire(before, wire)) return;
    const problem = refuseDrawn(document, wire);
    if (problem) showHint(problem.message, { tone: 'problem', more: problem.fix, at });
    return;
  }
  if (!onCanvas(at)) return;
  if (pulled !== undefined) {
    if (edit('Remove wire', (it) => removeWires(it, [pulled]))) select(useView.getState().nodes);
    return;
  }
  openQuickAdd(at, from);
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
