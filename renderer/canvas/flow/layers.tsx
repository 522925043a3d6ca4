import { useStore } from '@xyflow/react';
import { createContext, type ReactNode, useMemo } from 'react';

type Layers = {
  /** Over the wires and under the nodes. */
  readonly labels: Element | null;
  /** Over all; what stands behind the nodes is put there too, by its order. */
  readonly front: Element | null;
};

/** Where things are drawn that move with the canvas and are neither node nor wire. */
export const CanvasLayers = createContext<Layers>({ labels: null, front: null });

/** Looks for the layers once. React Flow's own portals look for them whenever anything of the canvas changes. */
export function WithLayers({ children }: { children: ReactNode }) {
  const canvas = useStore((it) => it.domNode);
  const layers = useMemo(
    () => ({
      labels: canvas?.querySelector('.react-flow__edgelabel-renderer') ?? null,
      front: canvas?.querySelector('.react-flow__viewport-portal') ?? null,
    }),
    [canvas],
  );
  return <CanvasLayers value={layers}>{children}</CanvasLayers>;
}
