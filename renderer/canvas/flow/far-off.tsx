import { useStore, useStoreApi } from '@xyflow/react';
import { useLayoutEffect } from 'react';

/** Below the first zoom small words cannot be read; below the second none can. */
const SMALL = 0.55;
const FAR = 0.3;

/** Marks the canvas while it is seen from far off, so that style sheets leave out what cannot be read. */
export function FarOff() {
  const distance = useStore(({ transform: [, , zoom] }) =>
    zoom < FAR ? 'far' : zoom < SMALL ? 'some' : 'none',
  );
  const store = useStoreApi();
  useLayoutEffect(() => {
    const { domNode } = store.getState();
    if (domNode) domNode.dataset.distance = distance;
  }, [distance, store]);
  return null;
}
