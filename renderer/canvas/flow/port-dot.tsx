import { Handle, Position as Side, useStore } from '@xyflow/react';

/** The zoom, for the tool bar below the canvas. */
export function useZoom(): number {
  return useStore((state) => state.transform[2]);
}

type PortDotProps = {
  readonly side: 'input' | 'output';
  readonly port: string;
  readonly label: string;
  readonly className: string;
};

/** Where a wire begins or ends. */
export function PortDot({ side, port, label, className }: PortDotProps) {
  return (
    <Handle
      type={side === 'input' ? 'target' : 'source'}
      position={side === 'input' ? Side.Left : Side.Right}
      id={port}
      className={className}
      role="button"
      tabIndex={-1}
      aria-label={label}
    />
  );
}
