// Written by scripts/generate.mjs from the folders beside it. Do not edit.
import { cifar10 } from './data/cifar-10/node.ts';
import { fashionMnist } from './data/fashion-mnist/node.ts';
import { imageTransform } from './data/image-transform/node.ts';
import { mnist } from './data/mnist/node.ts';
import { split } from './data/split/node.ts';
import type { NodeDefinition } from './define.ts';
import { crossEntropyLoss } from './loss/cross-entropy/node.ts';
import { featureDistanceLoss } from './loss/feature-distance/node.ts';
import { temperedSoftmaxLoss } from './loss/tempered-softmax/node.ts';
import { weightDistanceLoss } from './loss/weight-distance/node.ts';
import { weightedSumLoss } from './loss/weighted-sum/node.ts';
import { meanTeacher } from './model/mean-teacher/node.ts';
import { student } from './model/student/node.ts';
import { teacher } from './model/teacher/node.ts';
import { copiedLayers } from './network/copied-layers/node.ts';
import { lenet } from './network/lenet/node.ts';
import { mlp } from './network/mlp/node.ts';
import { resnet } from './network/resnet/node.ts';
import { adamOptimizer } from './optimizer/adam/node.ts';
import { adamwOptimizer } from './optimizer/adamw/node.ts';
import { sgdOptimizer } from './optimizer/sgd/node.ts';
import { evaluation } from './result/evaluation/node.ts';
import { saveModel } from './result/save-model/node.ts';
import { constantSchedule } from './schedule/constant/node.ts';
import { cosineSchedule } from './schedule/cosine/node.ts';
import { stepSchedule } from './schedule/step/node.ts';
import { warmUpSchedule } from './schedule/warm-up/node.ts';
import { trainer } from './training/trainer/node.ts';

/** Every kind of node, by type. */
export const catalogue: readonly NodeDefinition[] = [
  cifar10,
  fashionMnist,
  imageTransform,
  mnist,
  split,
  crossEntropyLoss,
  featureDistanceLoss,
  temperedSoftmaxLoss,
  weightDistanceLoss,
  weightedSumLoss,
  meanTeacher,
  student,
  teacher,
  copiedLayers,
  lenet,
  mlp,
  resnet,
  adamOptimizer,
  adamwOptimizer,
  sgdOptimizer,
  evaluation,
  saveModel,
  constantSchedule,
  cosineSchedule,
  stepSchedule,
  warmUpSchedule,
  trainer,
];
