import { z } from 'zod';
import type { TransformStep } from '../../../plan/plan.ts';
import { defineNode } from '../../define.ts';
import { choice, flag, integer, real } from '../../params.ts';

const normalised = { param: 'normalise', is: [true] };

export const imageTransform = defineNode({
  type: 'data.image-transform',
  version: 1,
  category: 'data',
  title: 'Image transform',
  summary: 'Scales, normalises and, while training, shifts images.',
  source: 'Common practice; mean 0.1307 and deviation 0.3081 are those of the MNIST training images.',
  keywords: ['augmentation', 'normalize', 'scale', 'shift', 'preprocess'],
  help: `What happens to an image between the file and the network.

## When to use it
Networks learn faster from inputs near zero with a spread near one. A random shift makes more of few examples;
only the training part is shifted, evaluation sees the images as they are.

## Mean and deviation
One of each serves all channels, on the scale that was chosen; for 0 … 1: MNIST 0.1307 and 0.3081, Fashion-MNIST
0.2861 and 0.3528, CIFAR-10 0.4734 and 0.2516.

## Formula
x [h, w, c] → (x · scale − mean) / deviation, then moved by up to *shift* pixels each way, drawn anew each epoch.`,
  inputs: { data: { kind: 'data', title: 'data' } },
  outputs: { data: { kind: 'data', title: 'data' } },
  params: z.strictObject({
    scale: choice(['unit', 'symmetric', 'none'], 'unit', {
      title: 'Scale',
      help: 'The range that bytes 0 … 255 become.',
      titles: { unit: '0 … 1', symmetric: '−1 … 1', none: '0 … 255' },
    }),
    normalise: flag(true, {
      title: 'Normalise',
      help: 'Subtract the mean and divide by the deviation, after scaling.',
    }),
    mean: real(
      0.1307,
      { min: -255, max: 255 },
      { title: 'Mean', help: 'Subtracted from every pixel.', step: 0.01, when: normalised },
    ),
    deviation: real(
      0.3081,
      { min: 0.001, max: 255 },
      { title: 'Deviation', help: 'Every pixel is divided by it.', step: 0.01, when: normalised },
    ),
    shift: integer(
      0,
      { min: 0, max: 8 },
      {
        title: 'Random shift',
        help: 'Training images are moved by up to this many pixels each way. 0 for none.',
        unit: 'pixels',
      },
    ),
  }),
  infer: ({ inputs: { data } }) => {
    if (!data) return {};
    if (data.tokens)
      return {
        problems: [
          {
            code: 'data-kind',
            port: 'data',
            message: `${data.name} are texts, and an image transform takes images.`,
            found: 'texts',
            allowed: 'images',
            fix: 'Wire the data straight to where they are read.',
          },
        ],
      };
    return { outputs: { data } };
  },
  lower: ({ params, inputs }) => {
    const steps: TransformStep[] = [];
    if (params.scale !== 'none')
      steps.push(
        params.scale === 'unit'
          ? { kind: 'scale', by: 1 / 255, add: 0 }
          : { kind: 'scale', by: 2 / 255, add: -1 },
      );
    if (params.normalise) steps.push({ kind: 'normalise', mean: params.mean, deviation: params.deviation });
    if (params.shift > 0) steps.push({ kind: 'random-shift', pixels: params.shift });
    const { source } = inputs.data;
    return { data: { kind: 'data', source: { ...source, transform: [...source.transform, ...steps] } } };
  },
});
