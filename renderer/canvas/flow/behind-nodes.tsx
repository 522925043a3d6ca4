import { type ReactNode, useContext } from 'react';
import { createPortal } from 'react-dom';
import { CanvasLayers } from './layers.tsx';

/** Draws in units of the canvas, behind wires and nodes. */
export function BehindNodes({ children }: { children: ReactNode }) {
  const { front } = useContext(CanvasLayers);
  return front && createPortal(<div className="behind-nodes">{children}</div>, front);
}
