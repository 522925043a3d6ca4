/** The step under the pointer, shared by all charts of a board so that they read out together. */
export type Cursor = {
  readonly step: () => number | null;
  readonly set: (step: number | null) => void;
  readonly subscribe: (listener: () => void) => () => void;
};

export function createCursor(): Cursor {
  let step: number | null = null;
  const listeners = new Set<() => void>();
  return {
    step: () => step,
    set(next) {
      if (next === step) return;
      step = next;
      for (const listener of listeners) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
