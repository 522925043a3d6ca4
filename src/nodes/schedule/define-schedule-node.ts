import type { z } from 'zod';
import type { RateRule } from '../../plan/operation.ts';
import { Args, type Schedule } from '../../plan/plan.ts';
import { defineNode, type NodeDefinition } from '../define.ts';

const FOLLOWED = {
  kind: 'schedule',
  title: 'next',
  optional: true,
  help: 'What follows; constant where nothing is wired.',
} as const;

type Draft = {
  title: string;
  summary: string;
  source: string;
  help: string;
  keywords: readonly string[];
  rule: RateRule;
  params: z.ZodType<Record<string, unknown>>;
  /** Whether another schedule may be wired into it. */
  wraps?: boolean;
};

/** A learning-rate schedule whose parameters are its rule's arguments. */
export function defineScheduleNode({ rule, wraps = false, params, ...told }: Draft): NodeDefinition {
  const inputs: Readonly<Record<string, typeof FOLLOWED>> = wraps ? { next: FOLLOWED } : {};
  return defineNode({
    type: rule.name,
    version: 1,
    category: 'schedule',
    ...told,
    inputs,
    outputs: { schedule: { kind: 'schedule', title: 'schedule' } },
    params,
    lower: ({ params: args, inputs: { next } }) => {
      const schedule: Schedule = { op: rule.name, args: Args.parse(rule.args.parse(args)) };
      return {
        schedule: { kind: 'schedule', schedule: next ? { ...schedule, next: next.schedule } : schedule },
      };
    },
  });
}
