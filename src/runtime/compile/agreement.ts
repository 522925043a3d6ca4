import { ProblemError } from '../../pipeline/problem.ts';
import type { StageWish } from '../../plan/builder.ts';
import type { Plan } from '../../plan/plan.ts';

type Engine = Plan['engine'];

/** Which parameter of a trainer asks for what. */
const PARAMS = { kind: 'engine', precision: 'precision', tf32: 'tf32', device: 'device' } as const;

/**
 * The engine that both ask for, where they agree or one of them leaves it open.
 *
 * @throws ProblemError trainers-differ
 */
export function sameEngine(before: Engine, wish: Engine): Engine {
  if (wish.kind === 'auto') return before;
  if (before.kind === 'auto') return wish;
  for (const field of ['kind', 'precision', 'tf32', 'device'] as const)
    if (before[field] !== wish[field])
      throw differ(PARAMS[field], 'A run has one engine', String(wish[field]), String(before[field]));
  return before;
}

/** @throws ProblemError trainers-differ */
export function assertSameKeep(wish: StageWish['keep'], other: StageWish['keep']): void {
  if (wish !== 'auto' && other !== 'auto' && wish !== other)
    throw differ('data', 'Two trainers read these data', wish, other);
}

const differ = (param: string, why: string, found: string, allowed: string): ProblemError =>
  new ProblemError({
    code: 'trainers-differ',
    param,
    message: `${why}, and another trainer asks for something else.`,
    found,
    allowed,
    fix: 'Set both trainers alike, or leave it to one of them and set the other to Automatic.',
  });
