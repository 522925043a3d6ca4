import { useReactFlow, useStoreApi } from '@xyflow/react';
import { useEffect } from 'react';
import { setSurface } from '../surface.ts';

/** How much room a fitted pipeline leaves around it; small ones are not blown up. */
export const FIT = { padding: 0.12, maxZoom: 1 };

/** Hands the canvas to commands, forms and the palette for as long as it is shown. */
export function useSurface(): void {
  const flow = useReactFlow();
  const store = useStoreApi();
  useEffect(() => {
    const bounds = (): DOMRect => store.getState().domNode?.getBoundingClientRect() ?? new DOMRect();
    const calm = { duration: matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 180 };
    const areaOf = (id: string) => {
      const node = flow.getInternalNode(id);
      if (!node) return undefined;
      const { width = 0, height = 0 } = node.measured;
      return { ...node.position, width, height };
    };
    const visible = () => {
      const { width, height, transform } = store.getState();
      const [x, y, zoom] = transform;
      return { x: -x / zoom, y: -y / zoom, width: width / zoom, height: height / zoom };
    };
    setSurface({
      toCanvas: (point) => flow.screenToFlowPosition(point, { snapToGrid: false }),
      toWindow: (point) => flow.flowToScreenPosition(point),
      visible,
      bounds,
      areaOf,
      fit: () => void flow.fitView({ ...FIT, ...calm }),
      zoomBy: (factor) => void flow.zoomTo(flow.getZoom() * factor, calm),
      zoomTo: (zoom) => void flow.zoomTo(zoom, calm),
      reveal: (ids) => {
        const areas = ids.flatMap((id) => areaOf(id) ?? []);
        const view = visible();
        const inside = areas.every(
          (it) =>
            it.x >= view.x &&
            it.y >= view.y &&
            it.x + it.width <= view.x + view.width &&
            it.y + it.height <= view.y + view.height,
        );
        if (!inside)
          void flow.fitView({
            nodes: ids.map((id) => ({ id })),
            padding: 0.2,
            maxZoom: flow.getZoom(),
            ...calm,
          });
      },
      focusNode: (id) =>
        store
          .getState()
          .domNode?.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(id)}"]`)
          ?.focus({ preventScroll: true }),
    });
    return () => setSurface(null);
  }, [flow, store]);
}
