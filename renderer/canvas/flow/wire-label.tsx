import { EdgeLabelRenderer, useStore, ViewportPortal } from '@xyflow/react';
import type { ReactNode } from 'react';
import type { Position } from '../../../src/pipeline/document.ts';

type WireLabelProps = {
  readonly at: Position;
  /** Over the nodes rather than under them, for what was asked for. */
  readonly above: boolean;
  readonly broken: boolean;
  readonly children: ReactNode;
};

/** So much larger than the canvas a label is drawn that was asked for, to be read from far off. */
const LARGEST = 3;

/** Words in the middle of a wire. */
export function WireLabel({ at: { x, y }, above, broken, children }: WireLabelProps) {
  const scale = useStore(({ transform: [, , zoom] }) =>
    above ? Math.min(LARGEST, Math.max(1, 1 / zoom)) : 1,
  );
  const label = (
    <div
      className="wire-label"
      data-above={above || undefined}
      data-broken={broken || undefined}
      style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px) scale(${scale})` }}
    >
      {children}
    </div>
  );
  return above ? <ViewportPortal>{label}</ViewportPortal> : <EdgeLabelRenderer>{label}</EdgeLabelRenderer>;
}
