import type { z } from 'zod';
import type { PlanBuilder, StageDraft } from '../../plan/builder.ts';
import type { Optimizer } from '../../plan/plan.ts';
import { choice, flag, integer, real } from '../params.ts';

const GPUS = ['gpu-0', 'gpu-1', 'gpu-2', 'gpu-3', 'gpu-4', 'gpu-5', 'gpu-6', 'gpu-7'] as const;
const DEVICES = ['auto', 'cpu', ...GPUS] as const;
const DEVICE_TITLES = {
  auto: 'Automatic',
  cpu: 'Processor',
  ...(Object.fromEntries(GPUS.map((it, at) => [it, `GPU ${at}`])) as Record<(typeof GPUS)[number], string>),
};
/** What the other engines cannot be told. */
const PLAIN = { precision: 'float32', tf32: true, device: 'auto' } as const;
const withTensorFlow = { param: 'engine', is: ['tensorflow'] };

/** What every node asks that trains on a loss: how long, on how much at once, and on what. */
export const stageParams = {
  epochs: integer(5, { min: 1, max: 10_000 }, { title: 'Epochs', help: 'Passes over the training part.' }),
  batch: integer(128, { min: 1, max: 65_536 }, { title: 'Batch', help: 'Examples a step.' }),
  seed: integer(
    1,
    { min: 1, max: 2 ** 31 - 1 },
    { title: 'Seed', help: 'Initial weights, order of examples and everything else that is drawn.' },
  ),
  clip: real(
    0,
    { min: 0, max: 1e6 },
    {
      title: 'Clip gradients at',
      help: 'Largest global norm of the gradient. 0 for no clipping.',
      step: 0.5,
    },
  ),
  teacherCache: choice(['auto', 'each-step', 'views'], 'auto', {
    title: "Teacher's answers",
    help: 'Automatic computes them once where every epoch shows the same images, and else at each step.',
    titles: { auto: 'Automatic', 'each-step': 'At each step', views: 'Fixed views' },
  }),
  views: integer(
    4,
    { min: 1, max: 100 },
    {
      title: 'Views',
      help: 'So many random versions of each image are drawn and come again in turn. The teacher answers each once.',
      when: { param: 'teacherCache', is: ['views'] },
    },
  ),
  data: choice(['auto', 'device', 'stream'], 'auto', {
    title: 'Images',
    help: "Automatic keeps them in the engine's memory unless they are very large.",
    titles: { auto: 'Automatic', device: 'In memory', stream: 'From disk' },
  }),
  engine: choice(['auto', 'tensorflow', 'cpu'], 'auto', {
    title: 'Engine',
    help: 'Automatic takes TensorFlow where it is installed and plain JavaScript otherwise.',
    titles: { auto: 'Automatic', tensorflow: 'TensorFlow', cpu: 'Plain JavaScript' },
  }),
  precision: choice(['float32', 'bfloat16'], 'float32', {
    title: 'Precision',
    help: 'bfloat16 computes the heavy operations with fewer digits: faster where the machine has it. Weights stay float32.',
    titles: { float32: 'float32', bfloat16: 'bfloat16' },
    when: withTensorFlow,
  }),
  tf32: flag(true, {
    title: 'TF32',
    help: 'NVIDIA cards may round the factors of float32 products: several times faster, a little less exact.',
    when: withTensorFlow,
  }),
  device: choice(DEVICES, 'auto', {
    title: 'Device',
    help: 'Automatic takes the first GPU that TensorFlow can use, and the processor where there is none.',
    titles: DEVICE_TITLES,
    when: withTensorFlow,
  }),
};

/** What a trainer asks that may show what its losses bring. */
export const comparisonParams = {
  baseline: flag(false, {
    title: 'Baseline',
    help: 'Also train the same student without a teacher, to compare.',
  }),
  balance: flag(true, {
    title: 'Balance of losses',
    help: 'Measures now and then what each of several losses brings to the gradient. Takes about 3 % of the time.',
  }),
};

type StageParams = { readonly [name in keyof typeof stageParams]: z.output<(typeof stageParams)[name]> };

/** The engine that these parameters ask for. */
export function engineWish({
  engine: kind,
  precision,
  tf32,
  device,
}: StageParams): Parameters<PlanBuilder['engine']>[0] {
  return kind === 'tensorflow' ? { kind, precision, tf32, device } : { ...PLAIN, kind };
}

/** A stage by these parameters, but for its loss. @param balance whether it is measured what each of several losses brings */
export function stageDraft(
  params: StageParams,
  optimizer: Optimizer,
  { balance = false }: { readonly balance?: boolean } = {},
): Omit<StageDraft, 'total'> {
  return {
    epochs: params.epochs,
    batch: params.batch,
    seed: params.seed,
    clip: params.clip > 0 ? params.clip : null,
    optimizer,
    wish: {
      keep: params.data,
      balance,
      teacher: params.teacherCache === 'views' ? { views: params.views } : params.teacherCache,
    },
  };
}
