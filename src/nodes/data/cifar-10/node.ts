import { defineDataSet } from '../define-data-set.ts';

export const cifar10 = defineDataSet({
  set: 'cifar-10',
  title: 'CIFAR-10',
  summary: '60,000 colour pictures of things and animals, 32×32, ten classes.',
  source: 'Krizhevsky: Learning multiple layers of features from tiny images (2009).',
  keywords: ['colour', 'color', 'photos', 'images', 'classification', 'animals', 'vehicles'],
  help: `Small colour photographs: 50,000 to train on, 10,000 to test on, in the official order, 1,000 of each class in
the test part.

## When to use it
The usual measure of methods that distil convolutional networks. In the ResNet paper a ResNet-20 is at 91.25 % and a
ResNet-56 at 93.03 %, trained on images that are shifted and mirrored. Slow without the native engine.

## Getting it
Set-up leaves it out, as it is large: \`npm run data -- cifar-10\` in a checkout brings it once, 139 MB. The installed app
has it where it was packaged with it.

## Normalising
Over all channels the training images have mean 0.4734 and deviation 0.2516 on the scale 0 … 1; set these two in the
image transform. Red, green and blue by themselves have means 0.4914, 0.4822, 0.4465 and deviations 0.2470, 0.2435, 0.2616.

## Formula
image [32, 32, 3] in bytes 0 … 255, label in 0 … 9 (airplane, automobile, bird, cat, deer, dog, frog, horse, ship, truck).`,
  files: {
    'train-images-idx4-ubyte': '51c15db370c309e9aa60cf71f835f2ba0f430ea3653f7512d833c9a8e90e0d65',
    'train-labels-idx1-ubyte': '1a4c5fb4e1cab2caa8eee134c093de84d620899e907756e71736fb7b0d4ab554',
    't10k-images-idx4-ubyte': 'fc19aa23c64482c6def2138377986c67b6b3a50f8e8c4c6a759b296dc751fa64',
    't10k-labels-idx1-ubyte': '987e01129ceec0098f1e9d9404cff9fa82ad3d15383a61e8ec60ff20ffe6db40',
  },
  shape: [32, 32, 3],
  classes: 10,
  classNames: ['airplane', 'automobile', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck'],
  counts: { train: 50_000, test: 10_000 },
});
