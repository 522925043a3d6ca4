import { useCallback, useEffect, useMemo } from 'react';
import { titleOf } from '../../src/pipeline/check.ts';
import type { Document, Wire } from '../../src/pipeline/document.ts';
import { definitions, definitionsIn } from '../catalogue.ts';
import { useDocument } from '../stores/document.ts';
import { type DrawnWire, select, useView } from '../stores/view.ts';
import './canvas.css';
import { areaOf } from './areas.ts';
import { copyChosen, moveTo } from './canvas-edits.ts';
import { onCanvasKey } from './canvas-keys.ts';
import { CanvasMenu, openCanvasMenu } from './canvas-menu.tsx';
import { dropTarget } from './drop-target.ts';
import { EmptyCanvas } from './empty-canvas.tsx';
import { endDrawing } from './end-drawing.ts';
import { FlowSurface, type FlowSurfaceProps } from './flow/flow-adapter.tsx';
import type { Item } from './flow/flow-records.ts';
import { Frames } from './frames.tsx';
import { hideHint, showHint } from './hint.ts';
import { HintBubble } from './hint-bubble.tsx';
import { keepAim, keptAim } from './kept-aims.ts';
import { NodeCard } from './node-card.tsx';
import { NoteCard } from './note-card.tsx';
import { noteTitle, writeNote } from './note-edits.ts';
import { openQuickAdd } from './open-quick-add.ts';
import { pointerOrMiddle, setPointer } from './pointer.ts';
import { QuickAdd } from './quick-add.tsx';
import { acceptsDrawn, refuseDrawn } from './refuse-drawn.ts';
import { surface } from './surface.ts';
import { addWayPointUnder } from './way-point-edits.ts';
import { WireChooser } from './wire-chooser.tsx';
import { WireLine } from './wire-line.tsx';
import { wireViews } from './wire-view.ts';
import { ZoomBar } from './zoom-bar.tsx';

/** The pipeline as it is drawn, and all that a person does to it with pointer and keys. */
export function Canvas() {
  const document = useDocument((it) => it.document);
  const key = useDocument((it) => it.key);
  const nodes = useView((it) => it.nodes);
  const wires = useView((it) => it.wires);
  const notes = useView((it) => it.notes);
  const snap = useView((it) => it.snap);
  const minimap = useView((it) => it.minimap);
  const drawn = useView((it) => it.drawn);
  const itemLabel = useCallback(
    ({ kind, id }: Item) =>
      kind === 'note' ? `Note: ${noteTitle(document.notes[id])}` : spokenNode(document, id),
    [document],
  );
  const wireLabel = useMemo(() => {
    const views = wireViews(document);
    return (id: string) => views.get(id)?.spoken ?? id;
  }, [document]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a hint speaks of the document that it was shown over
  useEffect(() => hideHint, [key]);
  /** A gesture that ends once another document is shown is none of that one's. */
  const here =
    <A extends readonly unknown[]>(act: (...given: A) => void) =>
    (...given: A): void => {
      if (useDocument.getState().key === key) act(...given);
    };
  const empty = [document.nodes, document.notes].every((it) => Object.keys(it).length === 0);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it hears the keys and drops of the canvas within
    <div
      className="canvas"
      data-drawing={drawn ? '' : undefined}
      onPointerMove={({ clientX, clientY }) => setPointer({ x: clientX, y: clientY })}
      onPointerLeave={() => setPointer(null)}
      onPointerDown={({ currentTarget, target }) => {
        // What a hint offers is pressed while it is there.
        if (!(target instanceof Element && target.closest('.hint'))) hideHint();
        currentTarget.toggleAttribute('data-pressed', true);
      }}
      onBlur={({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget)) currentTarget.removeAttribute('data-pressed');
      }}
      onKeyDown={onCanvasKey}
      {...dropTarget}
    >
      <FlowSurface
        key={key}
        document={document}
        selectedNodes={nodes}
        selectedWires={wires}
        selectedNotes={notes}
        snap={snap}
        minimap={minimap}
        Card={NodeCard}
        NoteCard={NoteCard}
        WireLine={WireLine}
        itemLabel={itemLabel}
        itemColour={itemColour}
        wireLabel={wireLabel}
        lineColour={drawn ? lineColour(drawn) : 'transparent'}
        aim={keptAim(key)}
        onLeave={(aim) => keepAim(key, aim)}
        onSelect={here(onSelect)}
        onMoved={here(moveTo)}
        onCopied={here(copyChosen)}
        accepts={accepts}
        onDrawStart={onDrawStart}
        onDrawOver={onDrawOver}
        onDrawEnd={here(endDrawing)}
        onItemFocus={onItemFocus}
        onItemDoubleClick={onItemDoubleClick}
        onWireDoubleClick={addWayPointUnder}
        onEmptyDoubleClick={openQuickAdd}
        onContextMenu={openCanvasMenu}
      >
        <Frames />
        <ZoomBar />
      </FlowSurface>
      {empty && <EmptyCanvas />}
      <QuickAdd />
      <WireChooser />
      <CanvasMenu />
      <HintBubble />
    </div>
  );
}

const onSelect: FlowSurfaceProps['onSelect'] = (chosen) => {
  const now = useView.getState();
  select(chosen.nodes ?? now.nodes, chosen.wires ?? now.wires, chosen.notes ?? now.notes);
};

function spokenNode(document: Document, id: string): string {
  const state = document.nodes[id]?.state;
  return `${titleOf(document, definitions, id)}${state ? `, ${state}` : ''}`;
}

function onDrawStart(drawn: DrawnWire): void {
  hideHint();
  useView.setState({ drawn });
}

function accepts(wire: Wire): boolean {
  const { drawn } = useView.getState();
  return drawn !== null && acceptsDrawn(useDocument.getState().document, drawn, wire);
}

/** Says why the wire may not end where it has come to, while it can still be led elsewhere. */
function onDrawOver(wire: Wire | undefined, accepted: boolean): void {
  const { drawn } = useView.getState();
  if (!drawn) return;
  const problem = wire && !accepted && refuseDrawn(useDocument.getState().document, drawn, wire);
  if (problem)
    showHint(problem.message, { tone: 'problem', more: problem.fix, at: pointerOrMiddle(), stays: true });
  else hideHint();
}

function onItemFocus({ kind, id }: Item): void {
  if (kind === 'node') {
    select([id]);
    surface()?.reveal([id]);
    return;
  }
  select([], [], [id]);
  const note = useDocument.getState().document.notes[id];
  if (note) surface()?.revealArea(areaOf(note));
}

function onItemDoubleClick({ kind, id }: Item, target: EventTarget | null): void {
  if (kind === 'note') writeNote(id);
  else if (target instanceof Element && target.closest('.card-head')) useView.setState({ renaming: id });
}

function lineColour({ end, side }: DrawnWire): string {
  const { document } = useDocument.getState();
  const definition = definitionsIn(document).get(document.nodes[end.node]?.type ?? '');
  const kind = definition?.[side === 'output' ? 'outputs' : 'inputs'][end.port]?.kind;
  return kind ? `var(--port-${kind})` : 'var(--text-faint)';
}

function itemColour({ kind, id }: Item): string {
  if (kind === 'note') return 'var(--frame-amber)';
  const { document } = useDocument.getState();
  const category = definitionsIn(document).get(document.nodes[id]?.type ?? '')?.category;
  return category ? `var(--category-${category})` : 'var(--text-faint)';
}
