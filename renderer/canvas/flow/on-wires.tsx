import { type ReactNode, useContext } from 'react';
import { createPortal } from 'react-dom';
import { CanvasLayers } from './layers.tsx';

/** Draws in units of the canvas, over wires and under nodes. */
export function OnWires({ children }: { children: ReactNode }) {
  const { labels } = useContext(CanvasLayers);
  return labels && createPortal(children, labels);
}
