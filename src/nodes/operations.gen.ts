// Written by scripts/generate.mjs from the folders beside it. Do not edit.

import type { AnyOperation } from '../plan/operation.ts';
import { activationBoundary } from './loss/activation-boundary/op.ts';
import { annealedSum } from './loss/annealed-sum/op.ts';
import { attentionDistance } from './loss/attention-distance/op.ts';
import { attentionDivergence } from './loss/attention-divergence/op.ts';
import { attentionTransfer } from './loss/attention-transfer/op.ts';
import { biTempered } from './loss/bi-tempered/op.ts';
import { catKd } from './loss/cat-kd/op.ts';
import { channelDistillation } from './loss/channel-distillation/op.ts';
import { channelWise } from './loss/channel-wise/op.ts';
import { classWise } from './loss/class-wise/op.ts';
import { memoryContrast, memoryEntry } from './loss/contrastive-memory/op.ts';
import { contrastiveRepresentation } from './loss/contrastive-representation/op.ts';
import { correlationCongruence } from './loss/correlation-congruence/op.ts';
import { crossEntropy } from './loss/cross-entropy/op.ts';
import { activity, classBalance, held, noise, oneHot, pixels } from './loss/dafl/op.ts';
import { decoupling } from './loss/decoupling/op.ts';
import { decov } from './loss/decov/op.ts';
import { deepToShallow } from './loss/deep-to-shallow/op.ts';
import { dist } from './loss/dist/op.ts';
import { dkd } from './loss/dkd/op.ts';
import { factorTransfer } from './loss/factor-transfer/op.ts';
import { featureCosine } from './loss/feature-cosine/op.ts';
import { featureDistance } from './loss/feature-distance/op.ts';
import { firstToken } from './loss/first-token/op.ts';
import { fsp } from './loss/fsp/op.ts';
import { hiddenTemperedSoftmax } from './loss/hidden-tempered-softmax/op.ts';
import { hierarchicalContext } from './loss/hierarchical-context/op.ts';
import { hint } from './loss/hint/op.ts';
import { ickd } from './loss/ickd/op.ts';
import { logitDistance } from './loss/logit-distance/op.ts';
import { logitStandardization } from './loss/logit-standardization/op.ts';
import { maskedLanguage } from './loss/masked-language/op.ts';
import { multiLevelLogits } from './loss/multi-level-logits/op.ts';
import { agreementGate, labelContext, mutualInformation } from './loss/mutual-information/op.ts';
import { mutualLearning } from './loss/mutual-learning/op.ts';
import { neuronSelectivity } from './loss/neuron-selectivity/op.ts';
import { ofd } from './loss/ofd/op.ts';
import { pkd } from './loss/pkd/op.ts';
import { probabilistic } from './loss/probabilistic/op.ts';
import { residual } from './loss/residual/op.ts';
import { reviewBeside, reviewFusion } from './loss/review-kd/op.ts';
import { rkdAngle } from './loss/rkd-angle/op.ts';
import { rkdDistance } from './loss/rkd-distance/op.ts';
import { selfDistillation } from './loss/self-distillation/op.ts';
import { similarityPreserving } from './loss/similarity-preserving/op.ts';
import { sparsity } from './loss/sparsity/op.ts';
import { temperedSoftmax } from './loss/tempered-softmax/op.ts';
import { tokenCosine } from './loss/token-cosine/op.ts';
import { tokenDistance } from './loss/token-distance/op.ts';
import { tokenSoftmax } from './loss/token-softmax/op.ts';
import { valueRelation } from './loss/value-relation/op.ts';
import { variationalInformation } from './loss/variational-information/op.ts';
import { virtualTeacher } from './loss/virtual-teacher/op.ts';
import { weightDistance } from './loss/weight-distance/op.ts';
import { weightedSoftLabels } from './loss/weighted-soft-labels/op.ts';
import { weightedSum } from './loss/weighted-sum/op.ts';
import { disagreement, reversed } from './loss/zskt/op.ts';
import { startAssisted } from './model/assisted/op.ts';
import { averagedLayers } from './model/averaged-layers/op.ts';
import { averagedTeachers } from './model/averaged-teachers/op.ts';
import { startAveragedWeights } from './model/averaged-weights/op.ts';
import { startJoined } from './model/ensemble/op.ts';
import { graft } from './model/graft/op.ts';
import { theseus } from './model/theseus/op.ts';
import { startClosed } from './network/closed-channels/op.ts';
import { startCopy } from './network/copied-layers/op.ts';
import { startNet2net } from './network/net2net/op.ts';
import { startTeacherScheme } from './network/teacher-scheme/op.ts';
import { adam } from './optimizer/adam/op.ts';
import { adamw } from './optimizer/adamw/op.ts';
import { sgd } from './optimizer/sgd/op.ts';
import { constant } from './schedule/constant/op.ts';
import { cosine } from './schedule/cosine/op.ts';
import { step } from './schedule/step/op.ts';
import { warmUp } from './schedule/warm-up/op.ts';

/** Every op, optimizer, schedule and start that an engine must know. */
export const operations: readonly AnyOperation[] = [
  activationBoundary,
  annealedSum,
  attentionDistance,
  attentionDivergence,
  attentionTransfer,
  biTempered,
  catKd,
  channelDistillation,
  channelWise,
  classWise,
  memoryEntry,
  memoryContrast,
  contrastiveRepresentation,
  correlationCongruence,
  crossEntropy,
  noise,
  pixels,
  held,
  oneHot,
  classBalance,
  activity,
  decoupling,
  decov,
  deepToShallow,
  dist,
  dkd,
  factorTransfer,
  featureCosine,
  featureDistance,
  firstToken,
  fsp,
  hiddenTemperedSoftmax,
  hierarchicalContext,
  hint,
  ickd,
  logitDistance,
  logitStandardization,
  maskedLanguage,
  multiLevelLogits,
  mutualInformation,
  labelContext,
  agreementGate,
  mutualLearning,
  neuronSelectivity,
  ofd,
  pkd,
  probabilistic,
  residual,
  reviewBeside,
  reviewFusion,
  rkdAngle,
  rkdDistance,
  selfDistillation,
  similarityPreserving,
  sparsity,
  temperedSoftmax,
  tokenCosine,
  tokenDistance,
  tokenSoftmax,
  valueRelation,
  variationalInformation,
  virtualTeacher,
  weightDistance,
  weightedSoftLabels,
  weightedSum,
  reversed,
  disagreement,
  startAssisted,
  averagedLayers,
  averagedTeachers,
  startAveragedWeights,
  startJoined,
  graft,
  theseus,
  startClosed,
  startCopy,
  startNet2net,
  startTeacherScheme,
  adam,
  adamw,
  sgd,
  constant,
  cosine,
  step,
  warmUp,
];
