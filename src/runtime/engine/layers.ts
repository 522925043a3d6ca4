import type * as tfc from '@tensorflow/tfjs';
import type { Layer } from '../../plan/layers.ts';
import { activation } from './layers/activation.ts';
import { add } from './layers/add.ts';
import { attentionContext, attentionScores } from './layers/attention.ts';
import { average } from './layers/average.ts';
import { batchNorm } from './layers/batch-norm.ts';
import { channelAttention } from './layers/channel-attention.ts';
import { channelMask } from './layers/channel-mask.ts';
import { concatenate } from './layers/concatenate.ts';
import { conv2d } from './layers/conv2d.ts';
import { dense } from './layers/dense.ts';
import { depthwiseConv2d } from './layers/depthwise-conv2d.ts';
import { dropout } from './layers/dropout.ts';
import { flatten } from './layers/flatten.ts';
import { layerNorm } from './layers/layer-norm.ts';
import type { LayerAt, LayerRun } from './layers/layer-run.ts';
import { learnedVector } from './layers/learned-vector.ts';
import { memory } from './layers/memory.ts';
import { averagePool, globalAveragePool, maxPool } from './layers/pools.ts';
import { reshape } from './layers/reshape.ts';
import { resize } from './layers/resize.ts';
import { scaleChannels } from './layers/scale-channels.ts';
import { languageHead, positionEmbedding, tokenDense, tokenEmbedding, tokenPool } from './layers/tokens.ts';

/** How each kind of layer computes; a kind of the plan that is missing here does not compile. */
const RUNS: { readonly [K in Layer['kind']]: LayerRun<K> } = {
  dense,
  conv2d,
  'depthwise-conv2d': depthwiseConv2d,
  'max-pool': maxPool,
  'average-pool': averagePool,
  'global-average-pool': globalAveragePool,
  'batch-norm': batchNorm,
  activation,
  dropout,
  flatten,
  add,
  'channel-attention': channelAttention,
  'scale-channels': scaleChannels,
  'channel-mask': channelMask,
  'layer-norm': layerNorm,
  'token-embedding': tokenEmbedding,
  'position-embedding': positionEmbedding,
  'token-dense': tokenDense,
  'attention-scores': attentionScores,
  'attention-context': attentionContext,
  'token-pool': tokenPool,
  'language-head': languageHead,
  reshape,
  resize,
  'learned-vector': learnedVector,
  memory,
  concatenate,
  average,
};

/** One layer's output [n, …] from its inputs [n, …]. */
export const applyLayer = (at: Omit<LayerAt, 'x'>): tfc.Tensor =>
  (RUNS[at.layer.kind] as (at: LayerAt) => tfc.Tensor)({ ...at, x: at.inputs[0] as tfc.Tensor });
