import { useStore } from '@xyflow/react';
import { type ReactNode, useContext } from 'react';
import { createPortal } from 'react-dom';
import type { Position } from '../../../src/pipeline/document.ts';
import { distanceAt } from './distance.ts';
import { CanvasLayers } from './layers.tsx';

type WireLabelProps = {
  readonly at: Position;
  /** Over the nodes rather than under them, for what was asked for. */
  readonly above: boolean;
  readonly broken: boolean;
  readonly children: ReactNode;
};

/** So much larger than the canvas a label is drawn that was asked for, to be read from far off. */
const LARGEST = 3;

/** Words in the middle of a wire; from far off only those that were asked for. */
export function WireLabel({ at: { x, y }, above, broken, children }: WireLabelProps) {
  const { labels, front } = useContext(CanvasLayers);
  const layer = above ? front : labels;
  const scale = useStore(({ transform: [, , zoom] }) =>
    above ? Math.min(LARGEST, Math.max(1, 1 / zoom)) : distanceAt(zoom) === 'none' ? 1 : undefined,
  );
  if (scale === undefined || !layer) return null;
  return createPortal(
    <div
      className="wire-label"
      data-above={above || undefined}
      data-broken={broken || undefined}
      style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px) scale(${scale})` }}
    >
      {children}
    </div>,
    layer,
  );
}
