import type { z } from 'zod';
import { operations } from '../../nodes/operations.gen.ts';
import type { AnyOperation, RateRule } from '../../plan/operation.ts';
import type { Schedule } from '../../plan/plan.ts';
import { EngineProblem } from './engine-problem.ts';

type Kind = AnyOperation['kind'];
type OfKind<K extends Kind> = Extract<AnyOperation, { kind: K }>;

/**
 * The op of that name, with its arguments parsed by its own schema: a plan from another machine is believed no more
 * than a document is.
 *
 * @param at the plan's id of what uses it
 * @throws EngineProblem op-unknown, op-arguments
 */
export function operation<K extends Kind>(
  kind: K,
  name: string,
  args: unknown,
  at: string,
): { readonly op: OfKind<K>; readonly args: z.output<z.ZodType> } {
  const op = operations.find((it): it is OfKind<K> => it.kind === kind && it.name === name);
  if (!op)
    throw new EngineProblem({
      code: 'op-unknown',
      message: `This engine knows no ${kind} called ${name}.`,
      at,
      fix: 'Update Potstill, or run the document with the version that made it.',
    });
  const parsed = op.args.safeParse(args);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new EngineProblem({
      code: 'op-arguments',
      message: `${name} does not take ${issue?.path.join('.') || 'these arguments'}: ${issue?.message ?? 'invalid'}.`,
      at,
      fix: 'Compile the document again.',
    });
  }
  return { op, args: parsed.data };
}

/** The factor on the learning rate at a step, wrapped schedules included. */
export function rateFactor(schedule: Schedule, at: string): (step: number, steps: number) => number {
  const { op, args } = operation('schedule', schedule.op, schedule.args, at);
  const next = schedule.next ? rateFactor(schedule.next as Schedule, at) : () => 1;
  return (step, steps) => (op as RateRule).factor(step, steps, args, next);
}
