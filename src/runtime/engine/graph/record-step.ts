import * as tf from '@tensorflow/tfjs';
import { type ComputedStep, computeStep } from '../compute-step.ts';
import { networkVariables } from './compiled-answers.ts';
import type { GraphEngine } from './graph-engine.ts';
import { FINITE } from './program.ts';
import { type RecordedDraws, recordInputs, type StepParts } from './record-inputs.ts';

/** What a recorded step says of its results, beside the graph. */
export type StepFacts = Pick<ComputedStep, 'scalars' | 'hasAccuracy'> &
  RecordedDraws & { readonly terms: readonly string[] };

/** Records the step of a stage on n examples; beside the inputs `factor/…` and `share/…` are fed. */
export function recordStep(engine: GraphEngine, entry: string, n: number, parts: StepParts) {
  const { stage, graph: losses, optimizer, tapped, phase } = parts;
  const variables = new Map([...networkVariables(tapped), ...optimizer.slots]);
  let facts: Omit<StepFacts, keyof RecordedDraws> | null = null;
  const { graph, draws } = recordInputs(engine, entry, n, parts, variables, ({ feed, ...inputs }) => {
    const factors = Object.fromEntries(
      Object.entries(optimizer.factors(phase)).map(([name, it]) => [
        name,
        feed(`factor/${name}`, tf.scalar(it)),
      ]),
    );
    const shares = Object.fromEntries(
      losses.followers.map(({ live: { network } }) => [
        network.id,
        feed(`share/${network.id}`, tf.scalar(1)),
      ]),
    );
    return computeStep(stage, losses, optimizer, { ...inputs, factors, shares, phase }, (computed) => {
      const terms = [...computed.terms].map(([id, it]) => [`term/${id}`, it]);
      facts = {
        scalars: computed.scalars,
        hasAccuracy: computed.hasAccuracy,
        terms: [...computed.terms.keys()],
      };
      return {
        results: { measured: computed.measured, [FINITE]: computed.finite, ...Object.fromEntries(terms) },
        assigns: computed.next(),
      };
    });
  });
  return { graph, facts: { ...(facts as unknown as StepFacts), ...draws } };
}
