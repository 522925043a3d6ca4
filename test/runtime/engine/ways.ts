import { BACKENDS, type Backend } from './backends.ts';

/** A backend, and whether it goes op by op where it could compile. */
export type Way = Backend & { readonly reference: boolean };

/** All ways in which networks run on this machine, the compiled one last where it is there. */
export const WAYS = BACKENDS.flatMap(([name, backend]): [name: string, way: Way][] => {
  const own = { ...backend, reference: false };
  if (backend.kind === 'cpu') return [[name, own]];
  return [
    [`${name}, op by op`, { ...own, reference: true }],
    [name, own],
  ];
});
