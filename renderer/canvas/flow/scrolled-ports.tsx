import { useUpdateNodeInternals } from '@xyflow/react';
import { type ReactNode, useEffect } from 'react';

type ScrolledPortsProps = {
  readonly node: string;
  readonly className: string;
  /** The names of the ports in it. */
  readonly ports: string;
  readonly children: ReactNode;
};

/** Ports in a list that may be scrolled: wires begin where a port is seen. The wheel scrolls it instead of the canvas. */
export function ScrolledPorts({ node, className, ports, children }: ScrolledPortsProps) {
  const measure = useUpdateNodeInternals();
  // A port that leaves the list for another place need not change the card's size, which alone is watched.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is for the ports that are there
  useEffect(() => measure(node), [measure, node, ports]);
  return (
    <div className={`${className} nowheel`} onScroll={() => measure(node)}>
      {children}
    </div>
  );
}
