import { useStore } from '@xyflow/react';

/** The zoom, for the bar below the canvas. */
export const useZoom = (): number => useStore((state) => state.transform[2]);
