import { expect } from 'vitest';
import type { Document } from '../../src/pipeline/document.ts';
import type { Compiled, Network, Part, Stage } from '../../src/plan/plan.ts';
import { currentEngine, places } from '../../src/runtime/places.ts';
import { planOf } from '../runtime/compile/templates.ts';
import type { DrawnNode, Params, Wiring } from '../runtime/drawn.ts';
import { runHere, type Told } from '../runtime/engine/run-here.ts';

/** Where TensorFlow lies; proofs on real data take minutes without it, and are left out. */
export const engineFolder = (await currentEngine(places().engines))?.folder ?? null;

export type Trained = {
  readonly told: Told;
  readonly plan: Compiled['plan'];
  /** The network that a node made. */
  network(node: string): Network;
  /** The stage of a trainer. */
  stage(trainer: string): Stage;
  /** Accuracy of a node's network on a part on which the drawing measures it. */
  accuracy(node: string, part?: Part): number;
  /** Share of the test images on which it says what the teacher says with which it is measured. */
  agreement(node: string): number;
  /** What one column of a stage's metrics came to, a step. */
  course(trainer: string, column: string): number[];
};

/**
 * Runs a document on real data.
 *
 * @param alike groups of nodes whose networks draw their first weights from one stream, so that they begin equal
 */
export async function trained(
  document: Document,
  alike: readonly (readonly string[])[] = [],
): Promise<Trained> {
  const { plan: compiled, origin } = planOf(document);
  const group = (id: string) => alike.findIndex((it) => origin[id]?.some((node) => it.includes(node)));
  const plan = {
    ...compiled,
    networks: compiled.networks.map((it) =>
      it.role === 'projector' || it.start.kind === 'saved' || group(it.id) < 0
        ? it
        : { ...it, start: { ...it.start, stream: `alike-${group(it.id)}` } },
    ),
  };
  const told = await runHere(plan, { engineFolder, dataFolder: places().data });
  expect(told.ending.text).toBe('The run is done.');
  const from = <T extends { readonly id: string }>(all: readonly T[], node: string): T =>
    all.find((it) => origin[it.id]?.includes(node)) ?? expect.fail(`nothing comes from ${node}`);
  const network = (node: string): Network =>
    from(
      plan.networks.filter((it) => it.role !== 'projector' && it.role !== 'baseline'),
      node,
    );
  const stage = (trainer: string): Stage => from(plan.stages, trainer);
  return {
    told,
    plan,
    network,
    stage,
    accuracy: (node, part = 'test') => {
      const { id } = network(node);
      const found = told
        .of('evaluation')
        .find((it) => it.measured.network === id && it.measured.part === part);
      return found?.measured.accuracy ?? expect.fail(`${node} was not measured on ${part}`);
    },
    agreement: (node) => {
      const { id } = network(node);
      const found = told.of('evaluation').find((it) => it.measured.network === id && it.agreement !== null);
      return found?.agreement ?? expect.fail(`${node} was not measured beside a teacher`);
    },
    course: (trainer, column) => {
      const { id } = stage(trainer);
      const values = told
        .of('metrics')
        .filter((it) => it.stage === id)
        .flatMap((it) => it.columns[column] ?? expect.fail(`no ${column}`));
      return values as number[];
    },
  };
}

export const mean = (values: readonly number[]): number =>
  values.reduce((sum, it) => sum + it, 0) / values.length;

/** Parts of a drawing, to be put together. */
export type Drawing = {
  readonly nodes: Readonly<Record<string, DrawnNode>>;
  readonly wires: readonly Wiring[];
};

export const together = (...parts: readonly Drawing[]): Drawing => ({
  nodes: Object.assign({}, ...parts.map((it) => it.nodes)),
  wires: parts.flatMap((it) => it.wires),
});

/**
 * A teacher that learned from many labelled images, frozen, beside few of them as `few`: where distillation has
 * something to give. Both see the same test images.
 */
export function taughtByMany(
  set: 'mnist' | 'fashion-mnist',
  { many, few, test }: { readonly many: number; readonly few: number; readonly test: number },
  network: Params = { dense: 64, firstFilters: 8, kernel: '5', secondFilters: 16 },
): Drawing {
  return {
    nodes: {
      all: [`data.${set}`, { trainExamples: many, testExamples: test }],
      'all-images': ['data.image-transform'],
      'few-of-all': [`data.${set}`, { trainExamples: few, testExamples: test }],
      few: ['data.image-transform'],
      'teacher-network': ['network.lenet', network],
      expert: ['model.student'],
      'expert-loss': ['loss.cross-entropy'],
      'expert-optimizer': ['optimizer.adam', { learningRate: 0.003 }],
      'expert-trainer': ['training.trainer', { epochs: 3, batch: 64 }],
      teacher: ['model.teacher', { weights: 'wire' }],
    },
    wires: [
      ['all', 'data', 'all-images', 'data'],
      ['few-of-all', 'data', 'few', 'data'],
      ['teacher-network', 'network', 'expert', 'network'],
      ['all-images', 'data', 'expert', 'data'],
      ['expert', 'logits', 'expert-loss', 'student'],
      ['all-images', 'data', 'expert-loss', 'labels'],
      ['expert-loss', 'loss', 'expert-trainer', 'loss'],
      ['expert-optimizer', 'optimizer', 'expert-trainer', 'optimizer'],
      ['expert-trainer', 'model', 'teacher', 'model'],
      ['few', 'data', 'teacher', 'data'],
    ],
  };
}
