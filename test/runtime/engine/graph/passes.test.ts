import { readdirSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Plan } from '../../../../src/plan/plan.ts';
import {
  type Graph,
  type GraphNode,
  nodeOf,
  variableIn,
} from '../../../../src/runtime/engine/graph/graph.ts';
import type { GraphEngine } from '../../../../src/runtime/engine/graph/graph-engine.ts';
import { heldOf } from '../../../../src/runtime/engine/graph/held-of.ts';
import { nodeBuilder, type } from '../../../../src/runtime/engine/graph/node-builder.ts';
import { bfloat16 } from '../../../../src/runtime/engine/graph/passes/bfloat16.ts';
import { biasBeforePool } from '../../../../src/runtime/engine/graph/passes/bias-before-pool.ts';
import { dropDead } from '../../../../src/runtime/engine/graph/passes/drop-dead.ts';
import { dropIdentities } from '../../../../src/runtime/engine/graph/passes/drop-identities.ts';
import { foldFrozenNorms } from '../../../../src/runtime/engine/graph/passes/fold-frozen-norms.ts';
import { fusedBatchNorm } from '../../../../src/runtime/engine/graph/passes/fused-batch-norm.ts';
import {
  fusedBias,
  fusedCrossEntropy,
  fusedRelu,
  fusedSquareSum,
} from '../../../../src/runtime/engine/graph/passes/fused-small-ops.ts';
import { fusedUpdates } from '../../../../src/runtime/engine/graph/passes/fused-updates.ts';
import { hoistInvariants } from '../../../../src/runtime/engine/graph/passes/hoist-invariants.ts';
import { plainMatMul } from '../../../../src/runtime/engine/graph/passes/plain-mat-mul.ts';
import { shareEqual } from '../../../../src/runtime/engine/graph/passes/share-equal.ts';
import { timed } from '../../../../src/runtime/engine/graph/passes/timed.ts';
import { differences, otherBits } from './agreement.ts';
import { type Course, compiledBy, courseOf } from './course.ts';
import {
  BIASES,
  decoupled,
  KERNELS,
  NORMS,
  pooled,
  RELUS,
  small,
  taught,
  UPDATES,
  WEIGHTS,
} from './pass-plans.ts';
import { isStep, opsOf, type Pass, watched } from './recorded-ops.ts';
import { compiles, graphEngine } from './tensorflow.ts';

/* Each pass by itself: what the graph computes stays what it was, and the pass did what it is there for. */

/** The graph and two nodes more, of which one reads the other and nobody reads the second. */
function withDead(graph: Graph): Graph {
  const builder = nodeBuilder('dead', { at: '', part: 'rest' });
  const one = builder.scalar(1);
  const draft = { attributes: { T: type('float32') }, outputs: [{ shape: [], dtype: 'float32' as const }] };
  builder.add('Add', { inputs: [one, one], ...draft });
  return { ...graph, nodes: [...graph.nodes, ...builder.nodes] };
}

/** Attributes by their bits: −0 and 0 are not the same. */
const valuesOf = ({ attributes }: GraphNode): unknown =>
  Object.entries(attributes).map(([name, it]) => [
    name,
    it.kind === 'tensor'
      ? [it.value.dtype, it.value.shape, Buffer.from(it.value.values.buffer).toString('hex')]
      : it,
  ]);

/** Names are there once; what is read stands before its reader, and what is waited for anywhere. */
function assertWhole({ nodes, once, results, assigns, effects }: Graph): void {
  const all = [...once.nodes, ...nodes];
  const names = new Set(all.map((it) => it.name));
  expect(names.size).toBe(all.length);
  const known = new Set<string>();
  const missing = (refs: Iterable<string>, among: ReadonlySet<string>): string[] =>
    [...refs].filter((ref) => variableIn(ref) === null && !among.has(nodeOf(ref)));
  for (const { name, inputs, after } of all) {
    expect([...missing(inputs, known), ...missing(after, names)], name).toEqual([]);
    known.add(name);
  }
  expect(missing([...Object.values(results), ...assigns.values(), ...effects], names)).toEqual([]);
}

const passes: Readonly<Record<string, Pass>> = {
  bfloat16,
  biasBeforePool,
  dropDead,
  dropIdentities,
  foldFrozenNorms,
  fusedBatchNorm,
  fusedBias,
  fusedCrossEntropy,
  fusedRelu,
  fusedSquareSum,
  fusedUpdates,
  hoistInvariants,
  plainMatMul,
  shareEqual,
};

test('every pass is here', () => {
  const folder = new URL('../../../../src/runtime/engine/graph/passes/', import.meta.url);
  const found = readdirSync(folder)
    .map((it) => readFileSync(new URL(it, folder), 'utf8'))
    .flatMap((it) =>
      [...it.matchAll(/export function (\w+)\(graph: Graph\): Graph/g)].map(([, name]) => name),
    );
  expect(found.sort()).toEqual(Object.keys(passes));
});

describe.runIf(compiles)('a pass by itself', () => {
  let engine: GraphEngine;
  const plain = new Map<Plan, Course>();
  beforeAll(async () => {
    engine = await graphEngine();
  });

  /** Trains with a pass and without any, to the same but for rounding. @returns the step of the last stage before and after it */
  async function alike(pass: Pass, plan: Plan) {
    const expected =
      plain.get(plan) ??
      (await courseOf(
        plan,
        compiledBy(engine, (it) => it),
      ));
    plain.set(plan, expected);
    const { improve, seen } = watched(pass);
    const found = await courseOf(plan, compiledBy(engine, improve));
    expect(differences(expected, found)).toEqual([]);
    for (const [, after] of seen) assertWhole(after);
    const [given, graph] = seen.filter(([it]) => isStep(it)).at(-1) as [Graph, Graph];
    return { given, graph, before: opsOf(given), after: opsOf(dropDead(graph)), expected, found };
  }

  test('batch normalization of images and its gradient are one op each; of rows they stay', async () => {
    const { before, after } = await alike(fusedBatchNorm, small);
    expect(before).not.toHaveProperty('FusedBatchNormV3');
    expect(after).toMatchObject({ FusedBatchNormV3: 1, FusedBatchNormGradV3: 1, Rsqrt: 1 });
  });

  test('a bias and its gradient are one op each', async () => {
    const { before, after } = await alike(fusedBias, small);
    expect(before).not.toHaveProperty('BiasAdd');
    expect(after).toMatchObject({ BiasAdd: BIASES, BiasAddGrad: BIASES });
  });

  test('the gradient of a relu is one op', async () => {
    const { before, after } = await alike(fusedRelu, small);
    expect(before).not.toHaveProperty('ReluGrad');
    expect(after).toMatchObject({ Relu: RELUS, ReluGrad: RELUS });
    expect(after).not.toHaveProperty('Greater');
  });

  test('cross-entropy comes with its gradient, from one op', async () => {
    const { before, after } = await alike(fusedCrossEntropy, small);
    expect(before).not.toHaveProperty('SoftmaxCrossEntropyWithLogits');
    expect(after.SoftmaxCrossEntropyWithLogits).toBe(1);
    expect(after).not.toHaveProperty('LogSoftmax');
  });

  test('a sum of squares reads what it sums once', async () => {
    const { before, after } = await alike(fusedSquareSum, small);
    expect(before).not.toHaveProperty('L2Loss');
    expect(after.L2Loss).toBe(WEIGHTS);
  });

  test.each(Object.entries(UPDATES))('an update is one %s a weight', async (op, plan) => {
    const { before, after, graph } = await alike(fusedUpdates, plan);
    expect(before).not.toHaveProperty(op);
    expect(after[op]).toBe(WEIGHTS);
    // What is left to assign are running statistics.
    expect(
      [...graph.assigns.keys()].every((it) => /\/(mean|variance)$/.test(it) && it.startsWith('network')),
    ).toBe(true);
    expect(graph.assigns.size).toBe(2 * NORMS);
  });

  test('AdamW shrinks what decays in an assignment of its own, before the update', async () => {
    const { after, graph } = await alike(fusedUpdates, decoupled);
    expect(after).toMatchObject({ ResourceApplyAdam: WEIGHTS, AssignVariableOp: KERNELS });
    expect(graph.effects).toHaveLength(WEIGHTS + KERNELS);
  });

  test('a bias is summed before a pool spreads its gradient', async () => {
    const summed = ({ nodes }: Graph): string[] => {
      const makers = new Map(nodes.map((it) => [it.name, it.op]));
      const sums = nodes.filter((it) => it.op === 'BiasAddGrad');
      return sums.map((it) => makers.get(it.inputs[0] ?? '') ?? '').filter((it) => it.endsWith('PoolGrad'));
    };
    let spread: string[] = [];
    const { graph } = await alike((it) => {
      const fused = fusedBias(it);
      if (isStep(it)) spread = summed(fused);
      return biasBeforePool(fused);
    }, pooled);
    expect(spread.sort()).toEqual(['AvgPoolGrad', 'MaxPoolGrad']);
    expect(summed(graph)).toEqual([]);
  });

  test('a product of matrices is one of the op for just that', async () => {
    const { before, after } = await alike(plainMatMul, small);
    expect(after).not.toHaveProperty('BatchMatMulV2');
    expect(after.MatMul).toBe(before.BatchMatMulV2);
  });

  test('a frozen norm is part of the convolution before it; one of rows and one that learns are not', async () => {
    const { before, after } = await alike(foldFrozenNorms, taught);
    expect([before.FusedBatchNorm, after.FusedBatchNorm]).toEqual([3, 1]);
    expect(after.Conv2D).toBe(before.Conv2D);
    const { graph, before: learning } = await alike((it) => it, small);
    expect(learning.FusedBatchNorm).toBe(NORMS);
    expect(foldFrozenNorms(graph)).toBe(graph);
  });

  test('what a frozen network alone decides is computed once', async () => {
    const { after, graph } = await alike((it) => hoistInvariants(dropDead(foldFrozenNorms(it))), taught);
    expect(after).not.toHaveProperty('Rsqrt');
    expect(graph.once.variables.map((it) => it.held.shape)).toEqual([[3, 3, 1, 4], [4], [3, 3, 4, 4], [4]]);
  });

  test('what is computed twice is computed once, to the same bits', async () => {
    const { graph, expected, found } = await alike((it) => shareEqual(dropDead(it)), small);
    expect(otherBits(expected, found)).toEqual([]);
    const keys = graph.nodes
      .filter((it) => it.op !== 'Placeholder')
      .map((it) => JSON.stringify([it.op, it.inputs, it.after, valuesOf(it)]));
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('what nobody needs is left out, to the same bits', async () => {
    const { graph, expected, found } = await alike((it) => dropDead(withDead(it)), small);
    expect(otherBits(expected, found)).toEqual([]);
    expect(dropDead(withDead(graph))).toEqual(graph);
    const read = new Set(graph.nodes.flatMap((it) => it.inputs.map(nodeOf)));
    for (const ref of [...Object.values(graph.results), ...graph.assigns.values()]) read.add(nodeOf(ref));
    expect(graph.nodes.filter((it) => !read.has(it.name))).toEqual([]);
  });

  test('copies are skipped, to the same bits', async () => {
    const { given, graph, expected, found } = await alike(dropIdentities, small);
    expect(otherBits(expected, found)).toEqual([]);
    const copies = ({ nodes }: Graph): GraphNode[] =>
      nodes.filter(({ op, attributes: { SrcT, DstT } }) => op === 'Cast' && SrcT?.value === DstT?.value);
    expect(copies(given).length).toBeGreaterThan(0);
    expect(copies(dropDead(graph))).toEqual([]);
  });

  test('in bfloat16 are products and their gradients; what is summed, told and kept is not', async () => {
    const tidy: Pass = (it) => dropDead(fusedUpdates(plainMatMul(it)));
    const { improve, seen } = watched((it) => (isStep(it) ? bfloat16(tidy(it)) : it));
    const expected = await courseOf(
      small,
      compiledBy(engine, (it) => it),
    );
    const found = await courseOf(small, compiledBy(engine, improve));
    // Eight bits of each number are left: 0.4 % a rounding.
    for (const [name, it] of expected.told)
      if (name.endsWith('loss'))
        expect(Math.abs((found.told.get(name) ?? 0) / it - 1), name).toBeLessThan(0.03);
    const [, graph] = seen.filter(([it]) => isStep(it)).at(-1) as [Graph, Graph];
    assertWhole(graph);
    const types = (ops: RegExp): unknown[] =>
      graph.nodes.filter((it) => ops.test(it.op)).map((it) => it.attributes.T?.value);
    expect(new Set(types(/^(MatMul|Conv2D)/))).toEqual(new Set(['bfloat16']));
    expect(new Set(types(/^(ResourceApply|Pack|Exp|Log$)/))).toEqual(new Set(['float32']));
    for (const ref of [...Object.values(graph.results), ...graph.assigns.values()])
      expect(heldOf(graph)(ref).dtype, ref).not.toBe('bfloat16');
  });

  test('with the time of every node a step computes the same, but for what TensorFlow fuses by itself', async () => {
    const { graph } = await alike((it) => (isStep(it) ? timed(it).graph : it), small);
    expect(graph.results).toHaveProperty('times');
  });
});
