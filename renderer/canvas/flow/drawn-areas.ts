import type { ReactFlowState } from '@xyflow/react';
import type { Area } from '../areas.ts';

/** Where the nodes lie and how large they are drawn; without a size where they were never drawn. */
export const drawnAreas = ({ nodeLookup }: ReactFlowState): readonly Area[] =>
  Array.from(nodeLookup.values(), ({ measured: { width = 0, height = 0 }, internals }) => ({
    ...internals.positionAbsolute,
    width,
    height,
  }));
