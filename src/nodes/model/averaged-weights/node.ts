import { z } from 'zod';
import type { LocalProblem } from '../../../pipeline/definition.ts';
import type { ModelType, PortSpec } from '../../../pipeline/ports.ts';
import { ProblemError } from '../../../pipeline/problem.ts';
import type { PlanBuilder } from '../../../plan/builder.ts';
import type { Layer } from '../../../plan/layers.ts';
import type { Network } from '../../../plan/plan.ts';
import { type Built, ChangeRefusal } from '../../../plan/start.ts';
import { defineNode } from '../../define.ts';
import { modelFor } from '../../network/from-model.ts';
import { choice } from '../../params.ts';
import { ancestorsOf } from './ancestors.ts';
import { assertSameLayers, startAveragedWeights } from './op.ts';

const PORTS = ['model1', 'model2', 'model3', 'model4', 'model5', 'model6'] as const;
type Port = (typeof PORTS)[number];
type Average = z.output<typeof startAveragedWeights.args>['average'];

const model = (number: number, optional: boolean) =>
  ({ kind: 'model', title: `model ${number}`, optional }) as const satisfies PortSpec;

export const averagedWeightsModel = defineNode({
  type: 'model.averaged-weights',
  version: 1,
  category: 'model',
  title: 'Averaged weights',
  summary: 'One network whose weights are the mean of several that began from a common one.',
  source: 'Wortsman et al.: Model soups (2022), arXiv:2203.05482.',
  keywords: ['soup', 'model soup', 'merge', 'sysmt', 'ensemble', 'mean', 'trunk', 'multi-task'],
  help: `Makes one network of up to six by the mean of their weights. It costs what one of them costs, while a mean of answers
needs all of them.

## When to use it
Where several networks went on from one: other seeds, data or tasks behind *Copied layers* of one model. The mean then
often does better than each, as a teacher of its own or as what a student begins with (*network*). Networks that were drawn apart have
their units in other orders, and their mean computes nothing: they are refused. With *trunk* the last layer is the first model's own,
so that models of other tasks can be averaged below it. Where layers normalize by running statistics, these are averaged as
well, which is only near to those of the mean.

## Formula
w = (1/K) Σₖ wₖ, weight by weight; trunk: so for all layers but the last, whose weights are w₁.
K equal models give that model; their order does not matter, but for whose last layer it is.`,
  inputs: {
    model1: model(1, false),
    model2: model(2, true),
    model3: model(3, true),
    model4: model(4, true),
    model5: model(5, true),
    model6: model(6, true),
  },
  outputs: {
    model: { kind: 'model', title: 'model', help: 'The mean, as it is: a teacher, or to be measured.' },
    network: { kind: 'network', title: 'network', help: 'To begin with: a student goes on from the mean.' },
  },
  params: z.strictObject({
    average: choice(['weights', 'trunkWeights'], 'weights', {
      title: 'Mean of',
      help: 'What is averaged.',
      titles: { weights: 'All weights', trunkWeights: 'Trunk' },
    }),
    ancestor: choice(['needed', 'unknown'], 'needed', {
      title: 'Common ancestor',
      help: 'Files do not say what their models began from: choose this only where you know that it was one network.',
      titles: { needed: 'Needed', unknown: 'I know it' },
    }),
  }),
  infer: ({ params: { average }, inputs }) => {
    const { model1 } = inputs;
    const problems = layerProblems(inputs, average);
    if (problems.length > 0 || !model1) return { problems };
    const { size, layers, architecture } = model1;
    return {
      outputs: {
        model: model1,
        network: {
          kind: 'network',
          ...(model1.classes !== undefined && { outputs: model1.classes }),
          measure: () => (size && layers && architecture ? { ...size, layers, architecture } : null),
        },
      },
    };
  },
  lower: ({ params: { average, ancestor }, inputs, plan, node }) => {
    const wired = PORTS.flatMap((port) => {
      const own = inputs[port];
      return own ? [{ port, ...own, built: plan.networkOf(own.network) }] : [];
    });
    const [first = fail(), ...others] = wired;
    for (const { port, built } of others) {
      const problem = layersProblem(first.built, built, average, port);
      if (problem) throw new ProblemError(problem);
    }
    if (ancestor === 'needed') assertAncestor(wired, plan, average);
    const draft = {
      op: startAveragedWeights.name,
      args: { average },
      from: wired.map((it) => it.network),
    };
    const { input, classes, layers } = first.built;
    const network = plan.network({
      role: 'teacher',
      input,
      classes,
      layers,
      start: { kind: 'derived', ...draft, stream: plan.stream(node) },
    });
    return {
      model: { kind: 'model', network, source: first.source, alone: null },
      network: {
        kind: 'network',
        layers: (given, wanted) => modelFor(plan, first, given, wanted).layers,
        start: () => ({ start: draft, copied: layers.map((it) => it.id) }),
      },
    };
  },
});

const fail = (): never => {
  throw new Error('The first model is not optional');
};

/** What is known of the wired models before there is a plan. */
function layerProblems(
  inputs: Readonly<Partial<Record<Port, ModelType | undefined>>>,
  average: Average,
): readonly LocalProblem[] {
  const known = PORTS.flatMap((port) => {
    const { architecture, shape } = inputs[port] ?? {};
    if (!architecture || !shape) return [];
    return [{ port, layers: [...(architecture as readonly Layer[])], input: [...shape] }];
  });
  const [first, ...others] = known;
  return others.flatMap(({ port, ...other }) => (first && layersProblem(first, other, average, port)) ?? []);
}

/** Why the weights of two networks have no mean, told at the port of the other one; null where they have. */
function layersProblem(one: Built, other: Built, average: Average, port: Port): LocalProblem | null {
  try {
    assertSameLayers(one, other, average);
    return null;
  } catch (error) {
    if (!(error instanceof ChangeRefusal)) throw error;
    return {
      code: 'average-layers',
      port,
      message: `Weights can be averaged of networks with equal layers alone: ${error.message}.`,
      allowed: average === 'trunkWeights' ? 'equal layers but for the last' : 'equal layers',
      fix: 'Build all from one network node; for models of other classes choose the mean of the trunk.',
    };
  }
}

type WiredModel = { readonly port: Port; readonly network: string; readonly built: Network };

/** @throws ProblemError average-ancestor, at the port of the one that shares none */
function assertAncestor(wired: readonly WiredModel[], plan: PlanBuilder, average: Average): void {
  const lines = wired.map((it) => ancestorsOf(it.network, plan.networkOf, average));
  const shared = new Set(lines[0]);
  for (const [at, line] of lines.entries()) {
    for (const it of shared) if (!line.has(it)) shared.delete(it);
    if (shared.size > 0) continue;
    throw new ProblemError({
      code: 'average-ancestor',
      port: wired[at]?.port ?? 'model1',
      message: `Model ${at + 1} began with other weights than the models before it, so that their units stand in another order and a mean of them computes nothing.`,
      found: 'no common ancestor',
      allowed: 'models that began with all weights of one model',
      fix: 'Let both begin from one model by Copied layers with the same architecture, or average their answers with Averaged teachers.',
    });
  }
}
