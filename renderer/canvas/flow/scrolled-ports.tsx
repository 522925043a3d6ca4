import { useUpdateNodeInternals } from '@xyflow/react';
import type { ReactNode } from 'react';

type ScrolledPortsProps = {
  readonly node: string;
  readonly className: string;
  readonly children: ReactNode;
};

/** Ports in a list that may be scrolled: wires begin where a port is seen. The wheel scrolls it instead of the canvas. */
export function ScrolledPorts({ node, className, children }: ScrolledPortsProps) {
  const measure = useUpdateNodeInternals();
  return (
    <div className={`${className} nowheel`} onScroll={() => measure(node)}>
      {children}
    </div>
  );
}
