import type { Document, Position, Wire } from '../../src/pipeline/document.ts';
import { addWire, removeWires } from '../../src/pipeline/edits.ts';
import type { Problem } from '../../src/pipeline/problem.ts';
import type { Remedy } from '../../src/pipeline/remedies/remedy.ts';
import { checkedGraph, edit, useDocument } from '../stores/document.ts';
import { type DrawnWire, useView } from '../stores/view.ts';
import { withoutPulled } from './fits-drawn.ts';
import { hideHint, showHint } from './hint.ts';
import { mend, remediesOf } from './mend.ts';
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
    const next = withDrawn(document, from, wire);
    edit(before ? 'Move wire' : 'Draw wire', () => next);
    tellOfWire(next, wire, at);
  } else if (wire) {
    const problem = refuseDrawn(document, from, wire);
    if (problem) tellRefused(document, withDrawn(document, from, wire), wire, problem, at);
  } else if (pulled !== undefined) {
    edit('Remove wire', (it) => removeWires(it, [pulled]));
  } else if (onCanvas(at)) openQuickAdd(at, { wire: from });
}

/** The document with the wire that was let go of, whether it may be drawn or not. */
function withDrawn(document: Document, drawn: DrawnWire, wire: Wire): Document {
  // A wire that only ends elsewhere goes there by the same way.
  const via = drawn.pulled === undefined ? undefined : document.wires[drawn.pulled]?.via;
  return addWire(withoutPulled(document, drawn), via ? { ...wire, via } : wire, drawn.pulled);
}

/** Why a wire was not drawn; with the edit that would draw it and mend what it was refused for, where there is one. */
function tellRefused(document: Document, drawn: Document, wire: Wire, problem: Problem, at: Position): void {
  const id = Object.entries(drawn.wires).find(([, it]) => sameWire(it, wire))?.[0];
  const found = checkedGraph(drawn).problems.find((it) => it.wire === id);
  const [remedy] = found === undefined ? [] : remediesOf(drawn, found);
  tellProblem(problem, at, remedy && { remedy, of: document });
}

/** A wire may be drawn and leave its node with other wires that do not suit it; what can be mended is told at once. */
function tellOfWire(document: Document, { to }: Wire, at: Position): void {
  if (useDocument.getState().document !== document) return;
  const found = checkedGraph(document).problems.filter(
    ({ node, code }) => node === to.node && code === 'shape',
  );
  for (const problem of found) {
    const [remedy] = remediesOf(document, problem);
    if (!remedy) continue;
    tellProblem(problem, at, { remedy, of: document });
    return;
  }
}

function tellProblem(
  { message, fix }: Problem,
  at: Position,
  mended?: { readonly remedy: Remedy; readonly of: Document },
): void {
  const action = mended && {
    label: mended.remedy.title,
    onChoose: () => {
      hideHint();
      mend(mended.remedy, mended.of);
    },
  };
  showHint(message, { tone: 'problem', more: fix, at, action });
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
