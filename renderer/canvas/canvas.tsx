import { useCallback, useMemo } from 'react';
import { titleOf } from '../../src/pipeline/check.ts';
import type { Position } from '../../src/pipeline/document.ts';
import { moveNodes } from '../../src/pipeline/edits.ts';
import { definitions } from '../catalogue.ts';
import { edit, useDocument } from '../stores/document.ts';
import { select, useView } from '../stores/view.ts';
import './canvas.css';
import { whatIs } from './canvas-edits.ts';
import { endDrawing } from './end-drawing.ts';
import { FlowSurface } from './flow/flow-adapter.tsx';
import { HintBubble } from './hint-bubble.tsx';
import { NodeCard } from './node-card.tsx';
import { openQuickAdd } from './open-quick-add.ts';
import { setPointer } from './pointer.ts';
import { refuseDrawn } from './refuse-drawn.ts';
import { WireLine } from './wire-line.tsx';
import { wireViews } from './wire-view.ts';

/** The pipeline as it is drawn, and all that a person does to it with pointer and keys. */
export function Canvas() {
  const document = useDocument((it) => it.document);
  const nodes = useView((it) => it.nodes);
  const wires = useView((it) => it.wires);
  const snap = useView((it) => it.snap);
  const minimap = useView((it) => it.minimap);
  const nodeLabel = useCallback((id: string) => titleOf(document, definitions, id), [document]);
  const wireLabel = useMemo(() => {
    const views = wireViews(document);
    return (id: string) => views.get(id)?.spoken ?? id;
  }, [document]);
  return (
    <div
      className="canvas"
      onPointerMove={({ clientX, clientY }) => setPointer({ x: clientX, y: clientY })}
      onPointerLeave={() => setPointer(null)}
    >
      <FlowSurface
        document={document}
        selectedNodes={nodes}
        selectedWires={wires}
        snap={snap}
        minimap={minimap}
        Card={NodeCard}
        WireLine={WireLine}
        nodeLabel={nodeLabel}
        nodeColour={nodeColour}
        wireLabel={wireLabel}
        lineColour="var(--accent)"
        onSelect={onSelect}
        onMoved={onMoved}
        accepts={(wire) => refuseDrawn(document, wire) === undefined}
        onDrawStart={(drawn) => useView.setState({ drawn })}
        onDrawEnd={endDrawing}
        onNodeFocus={(id) => select([id])}
        onNodeDoubleClick={(id, target) => {
          if (target instanceof Element && target.closest('.card-title')) useView.setState({ renaming: id });
        }}
        onEmptyDoubleClick={(at) => openQuickAdd(at)}
        onContextMenu={() => {}}
      />
      <HintBubble />
    </div>
  );
}

const onSelect = (nodes: ReadonlySet<string> | undefined, wires: ReadonlySet<string> | undefined): void => {
  const now = useView.getState();
  select(nodes ?? now.nodes, wires ?? now.wires);
};

const onMoved = (to: Readonly<Record<string, Position>>): void => {
  const { document } = useDocument.getState();
  edit(`Move ${whatIs(document, new Set(Object.keys(to)))}`, (it) => moveNodes(it, to));
};

const nodeColour = (id: string): string => {
  const { nodes } = useDocument.getState().document;
  const category = definitions.get(nodes[id]?.type ?? '')?.category;
  return category ? `var(--category-${category})` : 'var(--text-faint)';
};
