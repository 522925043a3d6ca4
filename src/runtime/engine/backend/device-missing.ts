import type { Plan } from '../../../plan/plan.ts';
import { EngineProblem } from '../engine-problem.ts';

/** @param cards the names of those that the driver tells of */
export function deviceMissing(
  wanted: Plan['engine']['device'],
  cards: readonly string[],
  why = 'TensorFlow can use none here',
): EngineProblem {
  const found =
    cards.length === 0
      ? 'no NVIDIA card was found'
      : `the driver tells of ${cards.map((name, at) => `GPU ${at}, ${name}`).join('; ')}`;
  return new EngineProblem({
    code: 'device-missing',
    message: `The run asks for ${wanted.replace('gpu-', 'GPU ')}, and ${why}: ${found}.`,
    fix: "Set the trainer's Device to Automatic or Processor. For an NVIDIA card, npm run engine -- cuda sets up the TensorFlow that can use it.",
  });
}
