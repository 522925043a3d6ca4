import { activation } from './activation.ts';
import { add } from './add.ts';
import { attentionContext, attentionScores } from './attention.ts';
import { average } from './average.ts';
import { batchNorm } from './batch-norm.ts';
import { channelAttention } from './channel-attention.ts';
import { channelMask } from './channel-mask.ts';
import { concatenate } from './concatenate.ts';
import { conv2d } from './conv2d.ts';
import { dense } from './dense.ts';
import { depthwiseConv2d } from './depthwise-conv2d.ts';
import { dropout } from './dropout.ts';
import { flatten } from './flatten.ts';
import { globalAveragePool } from './global-average-pool.ts';
import { layerNorm } from './layer-norm.ts';
import { learnedVector } from './learned-vector.ts';
import { memory } from './memory.ts';
import { averagePool, maxPool } from './pools.ts';
import { reshape } from './reshape.ts';
import { resize } from './resize.ts';
import { scaleChannels } from './scale-channels.ts';
import { languageHead, positionEmbedding, tokenDense, tokenEmbedding, tokenPool } from './tokens.ts';

/**
 * The closed set of layers that a network is built from. A new kind is a file here, a line in this list, a file in the
 * engine and a line in its list, which does not compile while one is missing.
 */
export const LAYER_KINDS = [
  dense,
  conv2d,
  depthwiseConv2d,
  maxPool,
  averagePool,
  globalAveragePool,
  batchNorm,
  activation,
  dropout,
  flatten,
  add,
  channelAttention,
  scaleChannels,
  channelMask,
  layerNorm,
  tokenEmbedding,
  positionEmbedding,
  tokenDense,
  attentionScores,
  attentionContext,
  tokenPool,
  languageHead,
  reshape,
  resize,
  learnedVector,
  memory,
  concatenate,
  average,
] as const;
