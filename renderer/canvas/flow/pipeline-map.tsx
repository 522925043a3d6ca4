import { MiniMap, type ReactFlowState, useStore } from '@xyflow/react';
import { drawnAreas } from './drawn-areas.ts';
import { type Item, itemOf } from './flow-records.ts';
import { mapShown } from './map-shown.ts';

/** React Flow reads the size from here. */
const SIZE = { width: 168, height: 112 };

/** The pipeline in small, wherever more of it is drawn than is in view. */
export function PipelineMap({ itemColour }: { itemColour: (item: Item) => string }) {
  if (!useStore(isShown)) return null;
  return (
    <MiniMap
      position="bottom-right"
      pannable
      zoomable
      ariaLabel="Map of the pipeline"
      style={SIZE}
      nodeColor={(node) => itemColour(itemOf(node.id))}
      nodeBorderRadius={12}
      bgColor="var(--surface)"
      maskColor="var(--minimap-mask)"
      offsetScale={4}
    />
  );
}

const isShown = (state: ReactFlowState): boolean => mapShown(state, state.transform, drawnAreas(state));
