import { Handle, Position as Side } from '@xyflow/react';
import type { MouseEvent } from 'react';

type PortDotProps = {
  readonly side: 'input' | 'output';
  readonly port: string;
  /** The wire that ends here; pressing the dot pulls it off. */
  readonly wire: string | undefined;
  readonly label: string;
  readonly className: string;
};

/** Where a wire begins or ends. */
export function PortDot({ side, port, wire, label, className }: PortDotProps) {
  return (
    <span
      className="port-grip"
      onMouseDownCapture={(event) => {
        if (side === 'input' && wire !== undefined && event.button === 0 && pressWireEnd(event, wire))
          event.stopPropagation();
      }}
    >
      <Handle
        type={side === 'input' ? 'target' : 'source'}
        position={side === 'input' ? Side.Left : Side.Right}
        id={port}
        className={className}
        role="button"
        tabIndex={-1}
        aria-label={label}
      />
    </span>
  );
}

/** React Flow lets a wire be pulled off by a handle of its own, which the card covers; so the press is passed on. */
function pressWireEnd({ clientX, clientY, currentTarget }: MouseEvent<HTMLElement>, wire: string): boolean {
  const end = currentTarget
    .closest('.react-flow')
    ?.querySelector(`.react-flow__edge[data-id="${CSS.escape(wire)}"] .react-flow__edgeupdater-target`);
  if (!end) return false;
  end.dispatchEvent(new MouseEvent('mousedown', { bubbles: true, cancelable: true, clientX, clientY }));
  return true;
}
