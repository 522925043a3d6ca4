import { EdgeLabelRenderer, ViewportPortal } from '@xyflow/react';
import type { ReactNode } from 'react';
import type { Position } from '../../../src/pipeline/document.ts';

type WireLabelProps = {
  readonly at: Position;
  /** Over the nodes rather than under them, for what was asked for. */
  readonly above: boolean;
  readonly broken: boolean;
  readonly children: ReactNode;
};

/** Words in the middle of a wire. */
export function WireLabel({ at: { x, y }, above, broken, children }: WireLabelProps) {
  const label = (
    <div
      className="wire-label"
      data-above={above || undefined}
      data-broken={broken || undefined}
      style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}
    >
      {children}
    </div>
  );
  return above ? <ViewportPortal>{label}</ViewportPortal> : <EdgeLabelRenderer>{label}</EdgeLabelRenderer>;
}
