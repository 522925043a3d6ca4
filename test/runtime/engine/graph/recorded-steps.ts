import type { Plan } from '../../../../src/plan/plan.ts';
import { tasksOf } from '../../../../src/plan/tasks.ts';
import { usedBy } from '../../../../src/plan/training.ts';
import { freshWeights } from '../../../../src/runtime/engine/fresh-weights.ts';
import type { Graph } from '../../../../src/runtime/engine/graph/graph.ts';
import type { GraphEngine } from '../../../../src/runtime/engine/graph/graph-engine.ts';
import { recordStep } from '../../../../src/runtime/engine/graph/record-step.ts';
import { lossGraph } from '../../../../src/runtime/engine/loss-graph.ts';
import {
  disposeNetwork,
  type LiveNetwork,
  lendWeights,
  liveNetwork,
} from '../../../../src/runtime/engine/networks.ts';
import { createOptimizer } from '../../../../src/runtime/engine/optimizer.ts';

/** The step of each stage of a plan, and of each of its tasks where it has several, recorded by another seed than the plan's own: no teacher is cached. */
export function recordedSteps(engine: GraphEngine, plan: Plan, seed: number): Graph[] {
  const networks = new Map<string, LiveNetwork>();
  for (const it of plan.networks) networks.set(it.id, liveNetwork(it, freshWeights(it, seed, 'start')));
  lendWeights(networks);
  try {
    return plan.stages.flatMap(tasksOf).map((it) => {
      const stage = { ...it, seed };
      const source = plan.data.find(({ id }) => id === stage.read);
      const live = (id: string): LiveNetwork => networks.get(id) as LiveNetwork;
      const optimizer = createOptimizer(stage, stage.train.map(live), null);
      try {
        return recordStep(engine, stage.id, stage.batch, {
          stage,
          graph: lossGraph(stage, networks),
          optimizer,
          tapped: usedBy(stage).map(live),
          shape: source?.shape ?? [],
          hidden: source?.transform.some((step) => step.kind === 'mask-tokens') ?? false,
          cached: new Map(),
          phase: 0,
        }).graph;
      } finally {
        optimizer.dispose();
      }
    });
  } finally {
    for (const it of networks.values()) disposeNetwork(it);
  }
}

/** Every constant of a graph by its node, as bytes. */
export const constantsOf = ({ nodes }: Graph): string[] =>
  nodes.flatMap(({ name, op, attributes: { value } }) => {
    if (op !== 'Const' || value?.kind !== 'tensor') return [];
    const { values, dtype, shape } = value.value;
    const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('hex');
    return [`${name} ${dtype} [${shape}] ${bytes}`];
  });

/** Ops that draw from a state of TensorFlow's own. */
export const unseededOps = ({ nodes }: Graph): string[] =>
  nodes
    .map((it) => it.op)
    .filter(
      (op) => /Random|Multinomial|TruncatedNormal|Stateful|Sampler/.test(op) && !op.startsWith('Stateless'),
    );
