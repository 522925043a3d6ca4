import { defineLoss } from '../define-loss.ts';
import { studentLayer, teacherLayer } from '../ports.ts';
import { fsp } from './op.ts';

export const fspLoss = defineLoss({
  name: 'fsp',
  title: 'Flow between layers (FSP)',
  summary: 'From one layer to a later one, the student is to go the way of the teacher.',
  source:
    'Yim et al.: A gift from knowledge distillation: fast optimization, network minimization (2017), CVPR.',
  keywords: ['fsp', 'flow', 'gram', 'solution procedure'],
  help: `Two layers of one network make a table: which channels of the first are active where which channels of the second
are. The student learns this table, the way from question to answer, instead of the layers themselves.

## When to use it
As a start before the training proper, as its authors do, or beside it. Student and teacher need equally many channels in each
of the two layers; maps of the two layers that differ in size are averaged to the smaller.

## Formula
L = w · (1/(n·c·d)) Σ (Gˢ − Gᵗ)², G [n,c,d] = (1/(h·w)) Σₓ f(x) g(x)ᵀ, f [n,h,w,c] the first layer, g [n,h,w,d] the second`,
  op: fsp,
  inputs: {
    studentFirst: studentLayer(['n', 'h', 'w', 'c'], { title: 'student first layer' }),
    studentSecond: studentLayer(['n', 'i', 'j', 'd'], { title: 'student second layer' }),
    teacherFirst: teacherLayer(['n', 'p', 'q', 'c'], { title: 'teacher first layer' }),
    teacherSecond: teacherLayer(['n', 'r', 's', 'd'], { title: 'teacher second layer' }),
  },
  weight: { value: 50, help: '50 is usual (RepDistiller).' },
  params: {},
});
