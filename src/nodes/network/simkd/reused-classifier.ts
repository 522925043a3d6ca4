import { type Layer, weightedLayers } from '../../../plan/layers.ts';
import { neededLayers } from '../../../plan/needed-layers.ts';
import { type Built, ChangeRefusal } from '../../../plan/start.ts';
import type { LayerPair } from '../copied-layers/op.ts';
import { type Cut, cutOf } from '../cut-of.ts';

const NORM = { kind: 'batch-norm', momentum: 0.9, epsilon: 1e-5 } as const;
const RELU = { kind: 'activation', function: 'relu' } as const;
/** What the bottleneck ends in: the layer that is to meet the teacher's. */
export const FEATURES = 'features';

export type ReuseDraft = {
  readonly student: Built;
  readonly teacher: Built;
  /** Where the student's own layers end; empty for its last map. */
  readonly studentLayer: string;
  /** Behind which the teacher's layers are reused; empty for its last map. */
  readonly teacherLayer: string;
  /** By how much the bottleneck is narrower than the teacher's layer. */
  readonly factor: number;
};

/**
 * A student's layers up to one of them, a bottleneck to the shape of one of the teacher's, and all that the teacher has behind
 * that, its layers called `teacher.<id>`.
 *
 * The bottleneck comes to the teacher's size first (means or straight lines); of maps it is convolutions of 1×1, 3×3 and 1×1,
 * each with a normalization and a ReLU, of rows three dense layers, each with a ReLU.
 *
 * @returns the layers, and which of them begin with weights of the teacher
 * @throws ChangeRefusal
 */
export function reusedClassifier(draft: ReuseDraft): { layers: Layer[]; copied: LayerPair[] } {
  const { student, teacher, factor } = draft;
  const own = cutOf(student, { wanted: draft.studentLayer, whose: 'the student', of: 'maps or rows' });
  const theirs = cutOf(teacher, { wanted: draft.teacherLayer, whose: 'the teacher', of: 'maps or rows' });
  if (own.shape.length !== theirs.shape.length)
    throw new ChangeRefusal(
      `${own.id} of the student gives ${own.shape.join('×')} and ${theirs.id} of the teacher ${theirs.shape.join('×')}: both must be maps, or both rows`,
    );
  const head = neededLayers(teacher.layers, [teacher.layers.at(-1)?.id as string], theirs.id);
  const named = (id: string): string => (id === theirs.id ? FEATURES : `teacher.${id}`);
  const weighted = new Set(weightedLayers(teacher.layers, teacher.input).map((it) => it.id));
  return {
    layers: [
      ...neededLayers(student.layers, [own.id]),
      ...bottleneck(own, theirs.shape, factor),
      ...head.map((it): Layer => ({ ...it, id: named(it.id), from: it.from.map(named) })),
    ],
    copied: head.filter((it) => weighted.has(it.id)).map((it) => ({ to: named(it.id), from: it.id })),
  };
}

function bottleneck(from: Cut, to: readonly number[], factor: number): Layer[] {
  const layers: Layer[] = [];
  const add = (layer: object, id: string): void => {
    layers.push({ ...layer, id, from: [layers.at(-1)?.id ?? from.id] } as Layer);
  };
  const channels = to.at(-1) ?? 1;
  const narrow = Math.max(1, Math.round(channels / factor));
  const [height = 1, width = 1] = to;
  const maps = to.length === 3;
  if (maps && (from.shape[0] !== height || from.shape[1] !== width))
    add({ kind: 'resize', height, width }, 'bottleneck.resize');
  for (const [at, [outputs, kernel]] of (
    [
      [narrow, 1],
      [narrow, 3],
      [channels, 1],
    ] as const
  ).entries()) {
    const straight = maps
      ? { kind: 'conv2d', filters: outputs, kernel, stride: 1, padding: 'same', bias: false }
      : { kind: 'dense', units: outputs };
    add(straight, `bottleneck.${maps ? 'conv' : 'dense'}${at + 1}`);
    if (maps) add(NORM, `bottleneck.norm${at + 1}`);
    add(RELU, at === 2 ? FEATURES : `bottleneck.relu${at + 1}`);
  }
  return layers;
}
