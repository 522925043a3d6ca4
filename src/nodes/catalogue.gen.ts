// Written by scripts/generate.mjs from the folders beside it. Do not edit.
import { cifar10 } from './data/cifar-10/node.ts';
import { fashionMnist } from './data/fashion-mnist/node.ts';
import { imageTransform } from './data/image-transform/node.ts';
import { imdb } from './data/imdb/node.ts';
import { maskTokens } from './data/mask-tokens/node.ts';
import { mnist } from './data/mnist/node.ts';
import { split } from './data/split/node.ts';
import type { NodeDefinition } from './define.ts';
import { activationBoundaryLoss } from './loss/activation-boundary/node.ts';
import { annealedSumLoss } from './loss/annealed-sum/node.ts';
import { attentionDistanceLoss } from './loss/attention-distance/node.ts';
import { attentionDivergenceLoss } from './loss/attention-divergence/node.ts';
import { attentionTransferLoss } from './loss/attention-transfer/node.ts';
import { biTemperedLoss } from './loss/bi-tempered/node.ts';
import { catKdLoss } from './loss/cat-kd/node.ts';
import { channelDistillationLoss } from './loss/channel-distillation/node.ts';
import { channelWiseLoss } from './loss/channel-wise/node.ts';
import { classWiseLoss } from './loss/class-wise/node.ts';
import { contrastiveMemoryLoss } from './loss/contrastive-memory/node.ts';
import { contrastiveRepresentationLoss } from './loss/contrastive-representation/node.ts';
import { correlationCongruenceLoss } from './loss/correlation-congruence/node.ts';
import { crossEntropyLoss } from './loss/cross-entropy/node.ts';
import { dafl } from './loss/dafl/node.ts';
import { decouplingLoss } from './loss/decoupling/node.ts';
import { decovLoss } from './loss/decov/node.ts';
import { deepToShallowLoss } from './loss/deep-to-shallow/node.ts';
import { distLoss } from './loss/dist/node.ts';
import { distilBert } from './loss/distil-bert/node.ts';
import { dkdLoss } from './loss/dkd/node.ts';
import { factorTransferLoss } from './loss/factor-transfer/node.ts';
import { featureCosineLoss } from './loss/feature-cosine/node.ts';
import { featureDistanceLoss } from './loss/feature-distance/node.ts';
import { firstTokenLoss } from './loss/first-token/node.ts';
import { fspLoss } from './loss/fsp/node.ts';
import { hiddenTemperedSoftmaxLoss } from './loss/hidden-tempered-softmax/node.ts';
import { hierarchicalContextLoss } from './loss/hierarchical-context/node.ts';
import { hintLoss } from './loss/hint/node.ts';
import { ickdLoss } from './loss/ickd/node.ts';
import { leeNetLoss } from './loss/lee-net/node.ts';
import { logitDistanceLoss } from './loss/logit-distance/node.ts';
import { logitStandardizationLoss } from './loss/logit-standardization/node.ts';
import { maskedLanguageLoss } from './loss/masked-language/node.ts';
import { multiLevelLogitsLoss } from './loss/multi-level-logits/node.ts';
import { mutualInformationLoss } from './loss/mutual-information/node.ts';
import { mutualLearningLoss } from './loss/mutual-learning/node.ts';
import { neuronSelectivityLoss } from './loss/neuron-selectivity/node.ts';
import { ofdLoss } from './loss/ofd/node.ts';
import { pkdLoss } from './loss/pkd/node.ts';
import { probabilisticLoss } from './loss/probabilistic/node.ts';
import { residualLoss } from './loss/residual/node.ts';
import { reviewKdLoss } from './loss/review-kd/node.ts';
import { rkdLoss } from './loss/rkd/node.ts';
import { rkdAngleLoss } from './loss/rkd-angle/node.ts';
import { rkdDistanceLoss } from './loss/rkd-distance/node.ts';
import { selfDistillationLoss } from './loss/self-distillation/node.ts';
import { similarityPreservingLoss } from './loss/similarity-preserving/node.ts';
import { sparsityLoss } from './loss/sparsity/node.ts';
import { temperedSoftmaxLoss } from './loss/tempered-softmax/node.ts';
import { tokenCosineLoss } from './loss/token-cosine/node.ts';
import { tokenDistanceLoss } from './loss/token-distance/node.ts';
import { tokenSoftmaxLoss } from './loss/token-softmax/node.ts';
import { valueRelationLoss } from './loss/value-relation/node.ts';
import { variationalInformationLoss } from './loss/variational-information/node.ts';
import { virtualTeacherLoss } from './loss/virtual-teacher/node.ts';
import { weightDistanceLoss } from './loss/weight-distance/node.ts';
import { weightedSoftLabelsLoss } from './loss/weighted-soft-labels/node.ts';
import { weightedSumLoss } from './loss/weighted-sum/node.ts';
import { zskt } from './loss/zskt/node.ts';
import { adversary } from './model/adversary/node.ts';
import { assisted } from './model/assisted/node.ts';
import { averagedLayersModel } from './model/averaged-layers/node.ts';
import { averagedTeachersModel } from './model/averaged-teachers/node.ts';
import { averagedWeightsModel } from './model/averaged-weights/node.ts';
import { ensembleModel } from './model/ensemble/node.ts';
import { graftModel } from './model/graft/node.ts';
import { meanTeacher } from './model/mean-teacher/node.ts';
import { oneStudent } from './model/one-student/node.ts';
import { projector } from './model/projector/node.ts';
import { student } from './model/student/node.ts';
import { teacher } from './model/teacher/node.ts';
import { theseusModel } from './model/theseus/node.ts';
import { closedChannels } from './network/closed-channels/node.ts';
import { copiedLayers } from './network/copied-layers/node.ts';
import { featureConcatenation } from './network/feature-concatenation/node.ts';
import { leeNet } from './network/lee-net/node.ts';
import { lenet } from './network/lenet/node.ts';
import { mlp } from './network/mlp/node.ts';
import { net2net } from './network/net2net/node.ts';
import { paraphraser } from './network/paraphraser/node.ts';
import { resnet } from './network/resnet/node.ts';
import { sharedTrunk } from './network/shared-trunk/node.ts';
import { simkd } from './network/simkd/node.ts';
import { teacherScheme } from './network/teacher-scheme/node.ts';
import { transformer } from './network/transformer/node.ts';
import { truncated } from './network/truncated/node.ts';
import { adamOptimizer } from './optimizer/adam/node.ts';
import { adamwOptimizer } from './optimizer/adamw/node.ts';
import { sgdOptimizer } from './optimizer/sgd/node.ts';
import { evaluation } from './result/evaluation/node.ts';
import { leaderboard } from './result/leaderboard/node.ts';
import { router } from './result/router/node.ts';
import { saveModel } from './result/save-model/node.ts';
import { constantSchedule } from './schedule/constant/node.ts';
import { cosineSchedule } from './schedule/cosine/node.ts';
import { stepSchedule } from './schedule/step/node.ts';
import { warmUpSchedule } from './schedule/warm-up/node.ts';
import { multiTask } from './training/multi-task/node.ts';
import { shootOut } from './training/shoot-out/node.ts';
import { trainer } from './training/trainer/node.ts';

/** Every kind of node, by type. */
export const catalogue: readonly NodeDefinition[] = [
  cifar10,
  fashionMnist,
  imageTransform,
  imdb,
  maskTokens,
  mnist,
  split,
  activationBoundaryLoss,
  annealedSumLoss,
  attentionDistanceLoss,
  attentionDivergenceLoss,
  attentionTransferLoss,
  biTemperedLoss,
  catKdLoss,
  channelDistillationLoss,
  channelWiseLoss,
  classWiseLoss,
  contrastiveMemoryLoss,
  contrastiveRepresentationLoss,
  correlationCongruenceLoss,
  crossEntropyLoss,
  dafl,
  decouplingLoss,
  decovLoss,
  deepToShallowLoss,
  distLoss,
  distilBert,
  dkdLoss,
  factorTransferLoss,
  featureCosineLoss,
  featureDistanceLoss,
  firstTokenLoss,
  fspLoss,
  hiddenTemperedSoftmaxLoss,
  hierarchicalContextLoss,
  hintLoss,
  ickdLoss,
  leeNetLoss,
  logitDistanceLoss,
  logitStandardizationLoss,
  maskedLanguageLoss,
  multiLevelLogitsLoss,
  mutualInformationLoss,
  mutualLearningLoss,
  neuronSelectivityLoss,
  ofdLoss,
  pkdLoss,
  probabilisticLoss,
  residualLoss,
  reviewKdLoss,
  rkdLoss,
  rkdAngleLoss,
  rkdDistanceLoss,
  selfDistillationLoss,
  similarityPreservingLoss,
  sparsityLoss,
  temperedSoftmaxLoss,
  tokenCosineLoss,
  tokenDistanceLoss,
  tokenSoftmaxLoss,
  valueRelationLoss,
  variationalInformationLoss,
  virtualTeacherLoss,
  weightDistanceLoss,
  weightedSoftLabelsLoss,
  weightedSumLoss,
  zskt,
  adversary,
  assisted,
  averagedLayersModel,
  averagedTeachersModel,
  averagedWeightsModel,
  ensembleModel,
  graftModel,
  meanTeacher,
  oneStudent,
  projector,
  student,
  teacher,
  theseusModel,
  closedChannels,
  copiedLayers,
  featureConcatenation,
  leeNet,
  lenet,
  mlp,
  net2net,
  paraphraser,
  resnet,
  sharedTrunk,
  simkd,
  teacherScheme,
  transformer,
  truncated,
  adamOptimizer,
  adamwOptimizer,
  sgdOptimizer,
  evaluation,
  leaderboard,
  router,
  saveModel,
  constantSchedule,
  cosineSchedule,
  stepSchedule,
  warmUpSchedule,
  multiTask,
  shootOut,
  trainer,
];
