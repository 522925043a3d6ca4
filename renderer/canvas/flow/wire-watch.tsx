import { useConnection } from '@xyflow/react';
import { useEffect } from 'react';
import type { End } from '../../../src/pipeline/document.ts';

type WireWatchProps = {
  /** The port under a wire that is being drawn, and whether it may end there; undefined over none. */
  readonly onOver: (end: End | undefined, accepted: boolean) => void;
};

/** Tells when a wire that is being drawn comes over another port, and never in between. */
export function WireWatch({ onOver }: WireWatchProps) {
  const node = useConnection((it) => it.toHandle?.nodeId);
  const port = useConnection((it) => it.toHandle?.id);
  const accepted = useConnection((it) => it.isValid === true);
  useEffect(() => {
    onOver(node !== undefined && port != null ? { node, port } : undefined, accepted);
  }, [node, port, accepted, onOver]);
  return null;
}
