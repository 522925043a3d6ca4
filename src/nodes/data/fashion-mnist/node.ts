import { defineDataSet } from '../define-data-set.ts';

export const fashionMnist = defineDataSet({
  set: 'fashion-mnist',
  title: 'Fashion-MNIST',
  summary: '70,000 pictures of clothes, 28×28, ten classes.',
  source: 'Xiao, Rasul, Vollgraf: Fashion-MNIST (2017), arXiv:1708.07747.',
  keywords: ['clothes', 'images', 'classification', 'fashion'],
  help: `Grey images of clothes in the same format as MNIST, and harder: a good network is near 92 %.

## When to use it
To see differences between methods that MNIST is too easy to show.

## Split
The copy that set-up brings is sorted by class. Its first 1,000 of each class are the official test part; the order
within a part is not the official one.

## Formula
image [28, 28, 1] in bytes 0 … 255, label in 0 … 9 (T-shirt, trouser, pullover, dress, coat, sandal, shirt, sneaker, bag, boot).`,
  files: {
    'train-images-idx3-ubyte': '646b27d85ceafcb0a1efec88c397a5357446e24857f74351bc4818be57b71140',
    'train-labels-idx1-ubyte': '42d8a31792fb59dcec85b8e5b62bd03598c1a96f4edffe6f6a3e95daac9319ef',
    't10k-images-idx3-ubyte': '31baa4e3c9916b5a569f4767c0d0dac570900261da8cfa364a784c38e58b68f7',
    't10k-labels-idx1-ubyte': '2a4fb3eec0877aa3d4ab80d8f59374733af9b2b2966e8be0e50efe715f443a4d',
  },
  shape: [28, 28, 1],
  classes: 10,
  classNames: [
    'T-shirt',
    'trouser',
    'pullover',
    'dress',
    'coat',
    'sandal',
    'shirt',
    'sneaker',
    'bag',
    'boot',
  ],
  counts: { train: 60_000, test: 10_000 },
});
