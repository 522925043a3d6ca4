import { z } from 'zod';
import type { UpdateRule } from '../../plan/operation.ts';
import { Args } from '../../plan/plan.ts';
import { defineNode, type NodeDefinition } from '../define.ts';
import { real } from '../params.ts';

type Draft<P extends z.ZodRawShape> = {
  name: string;
  title: string;
  summary: string;
  source: string;
  help: string;
  keywords: readonly string[];
  learningRate: number;
  rule: UpdateRule;
  /** Beside the learning rate; their names are those of the rule's arguments. */
  params: P;
};

/** An optimizer with a learning rate, an optional schedule and its rule's own parameters. */
export function defineOptimizerNode<P extends z.ZodRawShape>(at: Draft<P>): NodeDefinition {
  const params = z.strictObject({
    learningRate: real(
      at.learningRate,
      { min: 1e-8, max: 100 },
      {
        title: 'Learning rate',
        help: 'Size of a step, before the schedule.',
        scale: 'log',
      },
    ),
    ...at.params,
  }) as unknown as z.ZodType<Record<string, unknown>>;
  return defineNode({
    type: `optimizer.${at.name}`,
    version: 1,
    category: 'optimizer',
    title: at.title,
    summary: at.summary,
    source: at.source,
    help: at.help,
    keywords: at.keywords,
    inputs: {
      schedule: {
        kind: 'schedule',
        title: 'schedule',
        optional: true,
        help: 'Constant where nothing is wired.',
      },
    },
    outputs: { optimizer: { kind: 'optimizer', title: 'optimizer' } },
    params,
    lower: ({ params: { learningRate, ...args }, inputs, plan }) => ({
      optimizer: {
        kind: 'optimizer',
        optimizer: plan.optimizer({
          op: at.rule.name,
          rate: learningRate as number,
          args: Args.parse(at.rule.args.parse(args)),
          schedule: inputs.schedule?.schedule ?? { op: 'schedule.constant', args: {} },
        }),
      },
    }),
  });
}

export const weightDecay = (value: number, help: string) =>
  real(value, { min: 0, max: 10 }, { title: 'Weight decay', help, step: 0.0001 });

export const moments = {
  beta1: real(
    0.9,
    { min: 0, max: 0.9999 },
    { title: 'Beta 1', help: 'Memory of the mean gradient.', step: 0.01 },
  ),
  beta2: real(
    0.999,
    { min: 0, max: 0.99999 },
    { title: 'Beta 2', help: 'Memory of the mean squared gradient.', step: 0.001 },
  ),
  epsilon: real(
    1e-7,
    { min: 1e-12, max: 0.1 },
    { title: 'Epsilon', help: 'Keeps the division finite.', scale: 'log' },
  ),
};
