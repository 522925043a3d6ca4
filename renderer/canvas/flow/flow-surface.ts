import { useReactFlow, useStoreApi } from '@xyflow/react';
import { useEffect } from 'react';
import { type Area, setSurface } from '../surface.ts';

/** How much room a fitted pipeline leaves around it; small ones are not blown up. */
export const FIT = { padding: 0.06, maxZoom: 1 };

/** What stays free around what is brought into view, in pixels. */
const CLEAR = 48;

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
    const reveal = (areas: readonly Area[]): void => {
      const view = visible();
      if (areas.length === 0 || areas.every((it) => within(it, view))) return;
      const { x, y, right, bottom } = around(areas);
      const width = right - x;
      const height = bottom - y;
      // The zoom stays as it is wherever what is to be seen fits.
      const { width: wide, height: high } = store.getState();
      const zoom = Math.min(flow.getZoom(), (wide - 2 * CLEAR) / width, (high - 2 * CLEAR) / height);
      void flow.setCenter(x + width / 2, y + height / 2, { zoom, ...calm });
    };
    setSurface({
      toCanvas: (point) => flow.screenToFlowPosition(point, { snapToGrid: false }),
      toWindow: (point) => flow.flowToScreenPosition(point),
      visible,
      bounds,
      areaOf,
      zoom: flow.getZoom,
      fit: () => void flow.fitView({ ...FIT, ...calm }),
      zoomBy: (factor) => void flow.zoomTo(flow.getZoom() * factor, calm),
      zoomTo: (zoom) => void flow.zoomTo(zoom, calm),
      reveal: (ids) => reveal(ids.flatMap((id) => areaOf(id) ?? [])),
      revealArea: (area) => reveal([area]),
      wireAt: ({ x, y }) => {
        for (const element of document.elementsFromPoint(x, y)) {
          const edge = element.closest<SVGElement>('.react-flow__edge');
          if (edge) return edge.dataset.id;
        }
        return undefined;
      },
      focusNode: (id) => focusOnceDrawn(() => nodeElement(store.getState().domNode, id)),
      focus: () => store.getState().domNode?.focus({ preventScroll: true }),
    });
    return () => setSurface(null);
  }, [flow, store]);
}

const within = (inner: Area, outer: Area): boolean =>
  inner.x >= outer.x &&
  inner.y >= outer.y &&
  inner.x + inner.width <= outer.x + outer.width &&
  inner.y + inner.height <= outer.y + outer.height;

function around(areas: readonly Area[]): { x: number; y: number; right: number; bottom: number } {
  const edge = (of: (area: Area) => number, least: boolean): number =>
    areas.map(of).reduce((a, b) => (least ? Math.min(a, b) : Math.max(a, b)));
  return {
    x: edge((it) => it.x, true),
    y: edge((it) => it.y, true),
    right: edge((it) => it.x + it.width, false),
    bottom: edge((it) => it.y + it.height, false),
  };
}

const nodeElement = (within: HTMLElement | null, id: string): HTMLElement | null =>
  within?.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(id)}"]`) ?? null;

/** A node that was just added is hidden until it was measured, and what is hidden takes no focus. */
function focusOnceDrawn(find: () => HTMLElement | null, frames = 20): void {
  const element = find();
  element?.focus({ preventScroll: true });
  if (element !== document.activeElement && frames > 0)
    requestAnimationFrame(() => focusOnceDrawn(find, frames - 1));
}
