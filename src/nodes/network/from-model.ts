import { ProblemError } from '../../pipeline/problem.ts';
import type { Lowered, PlanBuilder } from '../../plan/builder.ts';
import { LayerRefusal } from '../../plan/layers.ts';
import type { Network } from '../../plan/plan.ts';
import { ChangeRefusal } from '../../plan/start.ts';

type Wired = Extract<Lowered, { kind: 'model' }>;

/** The network of a wired model, where it takes such images and knows such classes. @throws ProblemError model-input */
export function modelFor(
  plan: PlanBuilder,
  model: Wired,
  input: readonly number[],
  classes: number,
): Network {
  const found = sourceFor(plan, model, input);
  if (found.classes === classes) return found;
  throw otherData(`${found.input.join('×')} → ${found.classes}`, `${input.join('×')} → ${classes}`);
}

/** The network of a wired model, where it takes such images, whatever its classes. @throws ProblemError model-input */
export function sourceFor(plan: PlanBuilder, { network }: Wired, input: readonly number[]): Network {
  const found = plan.networkOf(network);
  if (found.input.join() === input.join()) return found;
  throw otherData(found.input.join('×'), input.join('×'));
}

const otherData = (found: string, allowed: string): ProblemError =>
  new ProblemError({
    code: 'model-input',
    port: 'model',
    message: 'The wired model was trained on other data.',
    found,
    allowed,
    fix: 'Wire the same data into both.',
  });

/** Turns what a change of a network refuses into a problem at its node. @throws ProblemError */
export function refusedAs<T>(problem: { readonly code: string; readonly fix: string }, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof ChangeRefusal) && !(error instanceof LayerRefusal)) throw error;
    const message = `${error.message.charAt(0).toUpperCase()}${error.message.slice(1)}.`;
    throw new ProblemError({ ...problem, message });
  }
}
