// Written by scripts/generate.mjs from the folders beside it. Do not edit.

import type { AnyOperation } from '../plan/operation.ts';
import { activationBoundary } from './loss/activation-boundary/op.ts';
import { attentionTransfer } from './loss/attention-transfer/op.ts';
import { catKd } from './loss/cat-kd/op.ts';
import { channelDistillation } from './loss/channel-distillation/op.ts';
import { channelWise } from './loss/channel-wise/op.ts';
import { correlationCongruence } from './loss/correlation-congruence/op.ts';
import { crossEntropy } from './loss/cross-entropy/op.ts';
import { decoupling } from './loss/decoupling/op.ts';
import { decov } from './loss/decov/op.ts';
import { featureCosine } from './loss/feature-cosine/op.ts';
import { featureDistance } from './loss/feature-distance/op.ts';
import { fsp } from './loss/fsp/op.ts';
import { hiddenTemperedSoftmax } from './loss/hidden-tempered-softmax/op.ts';
import { ickd } from './loss/ickd/op.ts';
import { neuronSelectivity } from './loss/neuron-selectivity/op.ts';
import { pkd } from './loss/pkd/op.ts';
import { probabilistic } from './loss/probabilistic/op.ts';
import { rkdAngle } from './loss/rkd-angle/op.ts';
import { rkdDistance } from './loss/rkd-distance/op.ts';
import { similarityPreserving } from './loss/similarity-preserving/op.ts';
import { sparsity } from './loss/sparsity/op.ts';
import { temperedSoftmax } from './loss/tempered-softmax/op.ts';
import { weightedSum } from './loss/weighted-sum/op.ts';
import { adam } from './optimizer/adam/op.ts';
import { adamw } from './optimizer/adamw/op.ts';
import { sgd } from './optimizer/sgd/op.ts';
import { constant } from './schedule/constant/op.ts';
import { cosine } from './schedule/cosine/op.ts';
import { step } from './schedule/step/op.ts';
import { warmUp } from './schedule/warm-up/op.ts';

/** Every op, optimizer and schedule that an engine must know. */
export const operations: readonly AnyOperation[] = [
  activationBoundary,
  attentionTransfer,
  catKd,
  channelDistillation,
  channelWise,
  correlationCongruence,
  crossEntropy,
  decoupling,
  decov,
  featureCosine,
  featureDistance,
  fsp,
  hiddenTemperedSoftmax,
  ickd,
  neuronSelectivity,
  pkd,
  probabilistic,
  rkdAngle,
  rkdDistance,
  similarityPreserving,
  sparsity,
  temperedSoftmax,
  weightedSum,
  adam,
  adamw,
  sgd,
  constant,
  cosine,
  step,
  warmUp,
];
