import { useStore, useStoreApi } from '@xyflow/react';
import { useLayoutEffect } from 'react';
import { distanceAt } from './distance.ts';

/** Marks the canvas while it is seen from far off, so that style sheets leave out what cannot be read. */
export function FarOff() {
  const distance = useStore(({ transform: [, , zoom] }) => distanceAt(zoom));
  const store = useStoreApi();
  useLayoutEffect(() => {
    const { domNode } = store.getState();
    if (domNode) domNode.dataset.distance = distance;
  }, [distance, store]);
  return null;
}
