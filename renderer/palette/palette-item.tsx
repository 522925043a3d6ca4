import { useEffect, useRef } from 'react';
import type { NodeDefinition } from '../../src/nodes/define.ts';
import { addInView } from '../canvas/add-chosen.ts';
import { endDragged, useDraggedKind } from '../canvas/dragged-kind.ts';
import { MarkedLine } from '../design/marked-line.tsx';
import { makeGhost } from './drag-ghost.ts';
import { hideHelp, hideHelpOf, showHelp } from './shown-help.ts';

/** One kind of node: dragged onto the canvas, or pressed to add it to what is in view. */
export function PaletteItem({ definition }: { definition: NodeDefinition }) {
  const { type, category, title, summary } = definition;
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    const item = button.current;
    return () => {
      if (item) hideHelpOf(item);
    };
  }, []);
  return (
    <button
      ref={button}
      type="button"
      className="palette-item"
      data-type={type}
      data-stop
      style={{ ['--category' as string]: `var(--category-${category})` }}
      draggable
      onDragStart={(event) => {
        hideHelp();
        event.dataTransfer.effectAllowed = 'copy';
        event.dataTransfer.setData('text/plain', title);
        const ghost = makeGhost(definition);
        event.dataTransfer.setDragImage(ghost, ghost.offsetWidth / 2, ghost.offsetHeight / 2);
        useDraggedKind.setState({ kind: definition });
      }}
      onDragEnd={endDragged}
      onClick={() => {
        hideHelp();
        addInView(definition);
      }}
      onPointerEnter={({ currentTarget }) => showHelp(definition, currentTarget, 'pointer')}
      onPointerLeave={hideHelp}
      onFocus={({ currentTarget }) => {
        if (currentTarget.matches(':focus-visible')) showHelp(definition, currentTarget, 'keys');
      }}
      onBlur={hideHelp}
    >
      <MarkedLine icon={category} title={title} detail={summary} />
    </button>
  );
}
