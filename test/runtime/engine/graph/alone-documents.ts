import type { Document } from '../../../../src/pipeline/document.ts';
import { withParams } from '../../compile/templates.ts';
import { aStudent, between, DATA, instead, type Params, SHORT, student, taught } from './small-documents.ts';

export const shifting = (document: Document): Document => withParams(document, 'transform', { shift: 2 });
export const clipped = (document: Document): Document => withParams(document, 'trainer', { clip: 0.5 });
export const optimized = (document: Document, name: string, params: Params): Document =>
  instead(document, 'optimizer', `optimizer.${name}`, { learningRate: 0.01, ...params });
export const scheduled = (document: Document, name: string, params: Params = {}): Document =>
  instead(document, 'schedule', `schedule.${name}`, params);
export const onSet = (name: string): Document => instead(aStudent, 'mnist', `data.${name}`, DATA);
export const network = (name: string, params: Params): Document =>
  instead(student, 'student-network', `network.${name}`, params);

/* A student alone, each time of other data and by another optimizer and schedule. */
export const plain = scheduled(aStudent, 'cosine', { floor: 0.1 });
export const coloured = scheduled(
  optimized(onSet('cifar-10'), 'sgd', { momentum: 0, weightDecay: 0.1 }),
  'step',
  {
    every: 0.3,
    by: 0.5,
  },
);
export const clothes = scheduled(
  clipped(
    optimized(onSet('fashion-mnist'), 'adam', { beta1: 0, beta2: 0.9, epsilon: 1e-3, weightDecay: 0.1 }),
  ),
  'constant',
);
export const moved = clipped(
  optimized(shifting(aStudent), 'sgd', { momentum: 0.9, nesterov: true, weightDecay: 0.1 }),
);
export const smoothed = clipped(
  optimized(
    withParams(withParams(aStudent, 'loss', { smoothing: 0.1 }), 'transform', {
      scale: 'symmetric',
      normalise: false,
    }),
    'adamw',
    { weightDecay: 0.5 },
  ),
);
export const held = between(
  between(optimized(aStudent, 'adamw', { weightDecay: 0 }), ['mnist', 'data'], ['transform', 'data'], {
    node: 'split',
    type: 'data.split',
    ports: ['data', 'data'],
    params: { validation: 0.05 },
  }),
  ['schedule', 'schedule'],
  ['optimizer', 'schedule'],
  { node: 'warm-up', type: 'schedule.warm-up', ports: ['next', 'schedule'], params: { share: 0.5 } },
);

/** Texts in the place of images: a transformer reads them, with some of their tokens hidden. */
export const reading = instead(
  instead(instead(student, 'mnist', 'data.imdb', { ...DATA, length: 10 }), 'transform', 'data.mask-tokens', {
    share: 0.3,
  }),
  'student-network',
  'network.transformer',
  { units: 8, heads: 2, feedForward: 12, blocks: 2, dropout: 0.2, languageHead: true },
);

/** A teacher and a student that read such texts. The teacher learns fast, so that there is something to learn from it: where
 * both say nearly the same, what is left of their difference is rounding. */
export const taughtToRead = ['teacher-network', 'student-network'].reduce(
  (document, node) =>
    instead(document, node, 'network.transformer', {
      units: 8,
      heads: 2,
      feedForward: 12,
      blocks: 2,
      languageHead: true,
    }),
  instead(
    instead(withParams(taught, 'teacher', { ...SHORT, learningRate: 0.05 }), 'mnist', 'data.imdb', {
      ...DATA,
      length: 10,
    }),
    'transform',
    'data.mask-tokens',
    {
      share: 0.3,
    },
  ),
);
