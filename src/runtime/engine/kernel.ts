import * as tf from '@tensorflow/tfjs';
import type { Kernel } from '../../plan/operation.ts';
import { uniform } from './draws.ts';
import { softmaxCrossEntropy } from './fused-ops.ts';
import { seedPair } from './philox.ts';
import { stopGradient } from './stop-gradient.ts';

/** Every name once: one that the Kernel's type has and this lacks does not compile. */
const OPS: Omit<Kernel, 'random' | 'progress'> = {
  abs: tf.abs,
  add: tf.add,
  addN: tf.addN,
  all: tf.all,
  any: tf.any,
  argMax: tf.argMax,
  avgPool: tf.avgPool,
  broadcastTo: tf.broadcastTo,
  cast: tf.cast,
  clipByValue: tf.clipByValue,
  concat: tf.concat,
  conv2d: tf.conv2d,
  cos: tf.cos,
  div: tf.div,
  elu: tf.elu,
  equal: tf.equal,
  erf: tf.erf,
  exp: tf.exp,
  expandDims: tf.expandDims,
  eye: tf.eye,
  floor: tf.floor,
  gather: tf.gather,
  greater: tf.greater,
  greaterEqual: tf.greaterEqual,
  leakyRelu: tf.leakyRelu,
  less: tf.less,
  lessEqual: tf.lessEqual,
  log: tf.log,
  log1p: tf.log1p,
  logSoftmax: tf.logSoftmax,
  logSumExp: tf.logSumExp,
  logicalAnd: tf.logicalAnd,
  logicalNot: tf.logicalNot,
  logicalOr: tf.logicalOr,
  matMul: tf.matMul,
  max: tf.max,
  maxPool: tf.maxPool,
  maximum: tf.maximum,
  mean: tf.mean,
  min: tf.min,
  minimum: tf.minimum,
  mul: tf.mul,
  neg: tf.neg,
  notEqual: tf.notEqual,
  oneHot: tf.oneHot,
  ones: tf.ones,
  onesLike: tf.onesLike,
  pow: tf.pow,
  range: tf.range,
  reciprocal: tf.reciprocal,
  relu: tf.relu,
  reshape: tf.reshape,
  reverse: tf.reverse,
  rsqrt: tf.rsqrt,
  scalar: tf.scalar,
  sigmoid: tf.sigmoid,
  sign: tf.sign,
  slice: tf.slice,
  softmax: tf.softmax,
  softplus: tf.softplus,
  split: tf.split,
  sqrt: tf.sqrt,
  square: tf.square,
  squaredDifference: tf.squaredDifference,
  squeeze: tf.squeeze,
  stack: tf.stack,
  sub: tf.sub,
  sum: tf.sum,
  tanh: tf.tanh,
  tensor1d: tf.tensor1d,
  tile: tf.tile,
  transpose: tf.transpose,
  unstack: tf.unstack,
  where: tf.where,
  zeros: tf.zeros,
  zerosLike: tf.zerosLike,
  softmaxCrossEntropy,
  stopGradient,
};

/** What of a step is no function of its tensors. */
export type StepDraws = {
  /** int32 [2] of a stream. */
  readonly seedOf: (stream: string) => tf.Tensor;
  /** Steps done over all steps; a scalar. */
  readonly progress: () => tf.Tensor;
};

/** What ops may call: tfjs's own functions, draws from named streams, and the step's place in its stage. */
export function kernelOf({ seedOf, progress }: StepDraws): Kernel {
  return Object.freeze({
    ...OPS,
    random: (stream, shape) => uniform(seedOf(stream), shape),
    progress,
  });
}

/** @param done steps that are done before this one; @param steps of the whole stage */
export const kernelAt = (seed: number, done: number, steps: number): Kernel =>
  kernelOf({
    seedOf: (stream) => tf.tensor1d([...seedPair(seed, stream, done)], 'int32'),
    progress: () => tf.scalar(progressAt(done, steps)),
  });

/** Where a stage stands, 0 … 1. */
export const progressAt = (done: number, steps: number): number => Math.fround(done / steps);
