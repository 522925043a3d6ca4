import { useStore, useStoreApi } from '@xyflow/react';
import { useLayoutEffect } from 'react';

/** Below this zoom, words at their usual size cannot be read. */
const FAR = 0.45;

/** Marks the canvas while it is seen from far off, so that style sheets leave out what cannot be read. */
export function FarOff() {
  const far = useStore((state) => state.transform[2] < FAR);
  const store = useStoreApi();
  useLayoutEffect(() => {
    store.getState().domNode?.toggleAttribute('data-far', far);
  }, [far, store]);
  return null;
}
