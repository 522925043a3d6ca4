// Written by scripts/generate.mjs from the folders beside it. Do not edit.
import { cifar10 } from './data/cifar-10/node.ts';
import { fashionMnist } from './data/fashion-mnist/node.ts';
import { imageTransform } from './data/image-transform/node.ts';
import { mnist } from './data/mnist/node.ts';
import { split } from './data/split/node.ts';
import type { NodeDefinition } from './define.ts';
import { activationBoundaryLoss } from './loss/activation-boundary/node.ts';
import { attentionTransferLoss } from './loss/attention-transfer/node.ts';
import { catKdLoss } from './loss/cat-kd/node.ts';
import { channelDistillationLoss } from './loss/channel-distillation/node.ts';
import { channelWiseLoss } from './loss/channel-wise/node.ts';
import { correlationCongruenceLoss } from './loss/correlation-congruence/node.ts';
import { crossEntropyLoss } from './loss/cross-entropy/node.ts';
import { decouplingLoss } from './loss/decoupling/node.ts';
import { decovLoss } from './loss/decov/node.ts';
import { featureCosineLoss } from './loss/feature-cosine/node.ts';
import { featureDistanceLoss } from './loss/feature-distance/node.ts';
import { fspLoss } from './loss/fsp/node.ts';
import { hiddenTemperedSoftmaxLoss } from './loss/hidden-tempered-softmax/node.ts';
import { ickdLoss } from './loss/ickd/node.ts';
import { neuronSelectivityLoss } from './loss/neuron-selectivity/node.ts';
import { pkdLoss } from './loss/pkd/node.ts';
import { probabilisticLoss } from './loss/probabilistic/node.ts';
import { rkdLoss } from './loss/rkd/node.ts';
import { rkdAngleLoss } from './loss/rkd-angle/node.ts';
import { rkdDistanceLoss } from './loss/rkd-distance/node.ts';
import { similarityPreservingLoss } from './loss/similarity-preserving/node.ts';
import { sparsityLoss } from './loss/sparsity/node.ts';
import { temperedSoftmaxLoss } from './loss/tempered-softmax/node.ts';
import { weightedSumLoss } from './loss/weighted-sum/node.ts';
import { student } from './model/student/node.ts';
import { teacher } from './model/teacher/node.ts';
import { leeNet } from './network/lee-net/node.ts';
import { lenet } from './network/lenet/node.ts';
import { mlp } from './network/mlp/node.ts';
import { resnet } from './network/resnet/node.ts';
import { adamOptimizer } from './optimizer/adam/node.ts';
import { adamwOptimizer } from './optimizer/adamw/node.ts';
import { sgdOptimizer } from './optimizer/sgd/node.ts';
import { evaluation } from './result/evaluation/node.ts';
import { leaderboard } from './result/leaderboard/node.ts';
import { saveModel } from './result/save-model/node.ts';
import { constantSchedule } from './schedule/constant/node.ts';
import { cosineSchedule } from './schedule/cosine/node.ts';
import { stepSchedule } from './schedule/step/node.ts';
import { warmUpSchedule } from './schedule/warm-up/node.ts';
import { shootOut } from './training/shoot-out/node.ts';
import { trainer } from './training/trainer/node.ts';

/** Every kind of node, by type. */
export const catalogue: readonly NodeDefinition[] = [
  cifar10,
  fashionMnist,
  imageTransform,
  mnist,
  split,
  activationBoundaryLoss,
  attentionTransferLoss,
  catKdLoss,
  channelDistillationLoss,
  channelWiseLoss,
  correlationCongruenceLoss,
  crossEntropyLoss,
  decouplingLoss,
  decovLoss,
  featureCosineLoss,
  featureDistanceLoss,
  fspLoss,
  hiddenTemperedSoftmaxLoss,
  ickdLoss,
  neuronSelectivityLoss,
  pkdLoss,
  probabilisticLoss,
  rkdLoss,
  rkdAngleLoss,
  rkdDistanceLoss,
  similarityPreservingLoss,
  sparsityLoss,
  temperedSoftmaxLoss,
  weightedSumLoss,
  student,
  teacher,
  leeNet,
  lenet,
  mlp,
  resnet,
  adamOptimizer,
  adamwOptimizer,
  sgdOptimizer,
  evaluation,
  leaderboard,
  saveModel,
  constantSchedule,
  cosineSchedule,
  stepSchedule,
  warmUpSchedule,
  shootOut,
  trainer,
];
