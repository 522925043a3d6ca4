import type { StageWish } from '../../../plan/builder.ts';
import type { Note, Origin, Plan } from '../../../plan/plan.ts';

export type PassContext = {
  readonly origin: Origin;
  /** By stage. What is not here was left to the passes. */
  readonly wishes: ReadonlyMap<string, StageWish>;
};

/** Plan in, plan out, with a note for whatever the person would want to know. */
export type Pass = (
  plan: Plan,
  context: PassContext,
) => { readonly plan: Plan; readonly notes: readonly Note[] };

/** Notes that say the same of several seeds, once. */
export const once = (notes: readonly Note[]): readonly Note[] => [
  ...new Map(notes.map((it) => [JSON.stringify(it), it])).values(),
];
