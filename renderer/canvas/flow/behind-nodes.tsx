import { ViewportPortal } from '@xyflow/react';
import type { ReactNode } from 'react';

/** Draws in units of the canvas, behind wires and nodes. */
export function BehindNodes({ children }: { children: ReactNode }) {
  return (
    <ViewportPortal>
      <div className="behind-nodes">{children}</div>
    </ViewportPortal>
  );
}
