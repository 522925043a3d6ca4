import type { Note, Origin, Plan } from '../../../plan/plan.ts';

/** Plan in, plan out, with a note for whatever the person would want to know. */
export type Pass = (plan: Plan, origin: Origin) => { readonly plan: Plan; readonly notes: readonly Note[] };
