import { defineDataSet } from '../define-data-set.ts';

export const mnist = defineDataSet({
  set: 'mnist',
  title: 'MNIST',
  summary: '70,000 handwritten digits, 28×28, ten classes.',
  source: 'LeCun, Cortes, Burges: The MNIST database of handwritten digits (1998).',
  keywords: ['digits', 'handwriting', 'images', 'classification'],
  help: `Grey images of handwritten digits: 60,000 to train on, 10,000 to test on.

## When to use it
The quickest way to see a method work: small networks learn it well, and a good teacher is above 99 %.

## Formula
image [28, 28, 1] in bytes 0 … 255, label in 0 … 9.`,
  files: {
    'train-images-idx3-ubyte': 'ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db',
    'train-labels-idx1-ubyte': '65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5',
    't10k-images-idx3-ubyte': '0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7',
    't10k-labels-idx1-ubyte': 'ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2',
  },
  shape: [28, 28, 1],
  classes: 10,
  counts: { train: 60_000, test: 10_000 },
});
