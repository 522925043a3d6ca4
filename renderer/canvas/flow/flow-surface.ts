import { useReactFlow, useStoreApi } from '@xyflow/react';
import { useEffect } from 'react';
import type { Document } from '../../../src/pipeline/document.ts';
import { type Area, around, within } from '../areas.ts';
import { setSurface } from '../surface.ts';
import { type Hold, useAimedView } from './aimed-view.ts';
import { noteKey } from './flow-records.ts';

/** What stays free around what is brought into view, in pixels. */
const CLEAR = 48;

/** Hands the canvas to commands, forms and the palette for as long as it is shown. */
export function useSurface(shown: Document, hold: Hold): void {
  const flow = useReactFlow();
  const store = useStoreApi();
  const view = useAimedView(shown, hold);
  useEffect(() => {
    const bounds = (): DOMRect => store.getState().domNode?.getBoundingClientRect() ?? new DOMRect();
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
      const seen = visible();
      const all = around(areas);
      if (!all || within(all, seen)) return;
      const { x, y, width, height } = all;
      // The zoom stays as it is wherever what is to be seen fits.
      const { width: wide, height: high } = store.getState();
      const zoom = Math.min(flow.getZoom(), (wide - 2 * CLEAR) / width, (high - 2 * CLEAR) / height);
      view.aimAt({ kind: 'spot', x: x + width / 2, y: y + height / 2, zoom });
    };
    setSurface({
      toCanvas: (point) => flow.screenToFlowPosition(point, { snapToGrid: false }),
      toWindow: (point) => flow.flowToScreenPosition(point),
      visible,
      bounds,
      areaOf,
      zoom: flow.getZoom,
      fit: () => view.aimAt({ kind: 'whole' }),
      zoomBy: (factor) => {
        const spot = view.spot();
        view.aimAt({ ...spot, zoom: spot.zoom * factor });
      },
      zoomTo: (zoom) => view.aimAt({ ...view.spot(), zoom }),
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
      focusNote: (id) => focusOnceDrawn(() => nodeElement(store.getState().domNode, noteKey(id))),
      focus: () => store.getState().domNode?.focus({ preventScroll: true }),
    });
    return () => setSurface(null);
  }, [flow, store, view]);
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
