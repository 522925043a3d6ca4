import type { Document } from '../../../../src/pipeline/document.ts';
import { withParams } from '../../compile/templates.ts';
import {
  clothes,
  coloured,
  held,
  moved,
  network,
  plain,
  reading,
  shifting,
  smoothed,
  taughtToRead,
} from './alone-documents.ts';
import { attacked, attackedMaps } from './attack-documents.ts';
import { featured } from './feature-documents.ts';
import { besideLabels, lossPipelines, withLoss } from './loss-pipelines.ts';
import {
  closing,
  committee,
  concatenated,
  likeWithinClass,
  mutual,
  replaced,
  schemed,
  selfTaught,
  truncated,
} from './scheme-documents.ts';
import { instead, lenet, TWENTY, taught, taughtByMaps } from './small-documents.ts';
import {
  annealed,
  assisted,
  averaged,
  chained,
  compared,
  followed,
  grafted,
  grown,
  kept,
  overhauled,
  paraphrased,
  projected,
  reusingLabelled,
  routed,
  souped,
  thawed,
  turned,
  weighed,
} from './taught-documents.ts';
import { textPipelines } from './text-pipelines.ts';

const once = turned({}, { clip: 0.5, baseline: true });
/** Of normalized layers, all of them shared, on images that are moved. */
const shared = shifting(
  instead(turned({ norms: 'shared', own: 2 }, { tau: 0 }), 'student-network', 'network.resnet', {
    blocks: 1,
    width: 2,
  }),
);

const levels = besideLabels(withLoss(taught, 'loss.multi-level-logits'));

/** Those that are written out; a loss needs to stand here only where its defaults leave something of it unused. */
const WRITTEN: Readonly<Record<string, readonly Document[]>> = {
  'data.cifar-10': [coloured],
  'data.fashion-mnist': [clothes],
  'data.image-transform': [moved, smoothed],
  'data.imdb': [reading],
  'data.mask-tokens': [reading],
  'data.mnist': [plain],
  'data.split': [held],
  'loss.annealed-sum': [annealed],
  'loss.class-wise': [likeWithinClass],
  'loss.cross-entropy': [smoothed],
  'loss.lee-net': [grafted],
  'loss.multi-level-logits': [levels, withParams(levels, 'distillation', { masks: true })],
  'loss.mutual-learning': [mutual],
  'loss.self-distillation': [selfTaught],
  'loss.ofd': [overhauled],
  'loss.tempered-softmax': [
    taught,
    withParams(taught, 'distillation', { alpha: 1, temperature: 0.5, scaleT2: false }),
    withParams(taught, 'distillation', { course: 'linear', temperature: 6, endTemperature: 2 }),
    withParams(taught, 'distillation', { course: 'flsw', power: 1.5, separate: true, teacherTemperature: 2 }),
    withParams(taught, 'distillation', { course: 'cwsm', strength: 2, scaleT2: false }),
  ],
  'loss.weight-distance': [kept],
  'loss.weighted-sum': [weighed],
  'model.adversary': [
    attacked({ radius: 40, step: 12, iterations: 4 }),
    attackedMaps({ method: 'fgsm', radius: 40 }),
  ],
  'model.assisted': [assisted],
  'model.averaged-layers': [featured()],
  'model.averaged-teachers': [averaged({ temperature: 4 }), annealed],
  'model.averaged-weights': [souped({}), souped({ average: 'trunkWeights' })],
  'model.ensemble': [committee],
  'model.graft': [grafted],
  'model.mean-teacher': [followed],
  'model.one-student': [mutual],
  'model.projector': [projected],
  'model.student': [plain, thawed],
  'model.teacher': [taught, chained],
  'model.theseus': [replaced],
  // So few steps of the hint that no rounding grows, and a limit between what its gates come to.
  'network.closed-channels': [
    withParams(withParams(closing, 'hint-trainer', TWENTY), 'closed', { limit: 0.5 }),
  ],
  'network.copied-layers': [thawed],
  'network.feature-concatenation': [concatenated],
  'network.lee-net': [
    network('lee-net', { width: 0.5 }),
    network('lee-net', { pool: 'max', selectFrom: 0.3 }),
  ],
  'network.shared-trunk': [once, shared],
  'network.net2net': [
    grown({ widen: 1.5, deepen: 'residual', noise: 0.1 }),
    grown({ widen: 2, deepen: 'identity', noise: 0.1 }),
  ],
  'network.lenet': [network('lenet', { ...lenet, dropout: 0.3 })],
  'network.mlp': [network('mlp', { hidden: [12, 8], activation: 'tanh', dropout: 0.3 })],
  'network.paraphraser': [paraphrased],
  'network.resnet': [
    network('resnet', { blocks: 1, width: 2 }),
    withLoss(instead(taught, 'teacher-network', 'network.resnet', { blocks: 1, width: 2 }), 'loss.zskt'),
  ],
  'network.simkd': [reusingLabelled],
  'network.teacher-scheme': [schemed],
  'network.truncated': [truncated],
  'network.transformer': [
    reading,
    withParams(reading, 'student-network', { pool: 'first', languageHead: false, dropout: 0 }),
  ],
  'optimizer.adam': [plain, clothes],
  'optimizer.adamw': [held, smoothed],
  'optimizer.sgd': [coloured, moved],
  'result.evaluation': [taught],
  'result.leaderboard': [compared],
  'result.router': [routed],
  'result.save-model': [taught],
  'schedule.constant': [clothes],
  'schedule.cosine': [plain],
  'schedule.step': [coloured],
  'schedule.warm-up': [held],
  'training.multi-task': [once, shared],
  'training.shoot-out': [compared],
  'training.trainer': [
    withParams(shifting(taught), 'trainer', {
      epochs: 4,
      batch: 14,
      baseline: true,
      teacherCache: 'views',
      views: 2,
    }),
    withParams(shifting(taught), 'trainer', { teacherCache: 'each-step', data: 'stream' }),
  ],
};

const LISTED = { ...WRITTEN, ...textPipelines(taughtToRead) };

/** Pipelines by the type of node that they are there for: each holds one. */
export const PIPELINES: Readonly<Record<string, readonly Document[]>> = {
  ...LISTED,
  ...lossPipelines(taught, taughtByMaps, LISTED),
};
