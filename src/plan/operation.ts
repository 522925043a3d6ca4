import type * as tfc from '@tensorflow/tfjs';
import type { z } from 'zod';
import type { StartRule } from './start.ts';

/**
 * What an op may call: tfjs without everything random, without variables and without reading values back.
 * Whatever is random comes from a seeded stream instead, so that (seed, step) alone decide it.
 */
export type Kernel = Pick<
  typeof tfc,
  | 'abs'
  | 'add'
  | 'addN'
  | 'all'
  | 'any'
  | 'argMax'
  | 'avgPool'
  | 'broadcastTo'
  | 'cast'
  | 'clipByValue'
  | 'concat'
  | 'conv2d'
  | 'cos'
  | 'div'
  | 'elu'
  | 'equal'
  | 'erf'
  | 'exp'
  | 'expandDims'
  | 'eye'
  | 'floor'
  | 'gather'
  | 'greater'
  | 'greaterEqual'
  | 'leakyRelu'
  | 'less'
  | 'lessEqual'
  | 'log'
  | 'log1p'
  | 'logSoftmax'
  | 'logSumExp'
  | 'logicalAnd'
  | 'logicalNot'
  | 'logicalOr'
  | 'matMul'
  | 'max'
  | 'maxPool'
  | 'maximum'
  | 'mean'
  | 'min'
  | 'minimum'
  | 'mul'
  | 'neg'
  | 'notEqual'
  | 'oneHot'
  | 'ones'
  | 'onesLike'
  | 'pow'
  | 'range'
  | 'reciprocal'
  | 'relu'
  | 'reshape'
  | 'reverse'
  | 'rsqrt'
  | 'scalar'
  | 'sigmoid'
  | 'sign'
  | 'slice'
  | 'softmax'
  | 'softplus'
  | 'split'
  | 'sqrt'
  | 'square'
  | 'squaredDifference'
  | 'squeeze'
  | 'stack'
  | 'sub'
  | 'sum'
  | 'tanh'
  | 'tensor1d'
  | 'tile'
  | 'transpose'
  | 'unstack'
  | 'where'
  | 'zeros'
  | 'zerosLike'
> & {
  /**
   * Cross-entropy of softmax(logits) under target probabilities, a row each: −Σⱼ qᵢⱼ · log softmax(zᵢ)ⱼ, in nats.
   *
   * @param logits z [n, c]; the gradient reaches them alone
   * @param targets q [n, c], each row summing to 1
   * @returns [n]
   */
  softmaxCrossEntropy(logits: tfc.Tensor, targets: tfc.Tensor): tfc.Tensor;
  /** Uniform draws in [0, 1) of the given shape from the named stream at this step. */
  random(stream: string, shape: number[]): tfc.Tensor;
  /** Steps of the stage that are done over all its steps, 0 … 1 (excluded); a scalar. For weights that change while a run goes on. */
  progress(): tfc.Tensor;
  /** The same values, through which no gradient goes. */
  stopGradient(x: tfc.Tensor): tfc.Tensor;
};

/** Shapes by role: letters as in a port's dimensions. `labels` holds one class index a row, int32. */
type Shapes = Readonly<Record<string, readonly string[] | 'labels'>>;

export type Operation<I extends Shapes = Shapes, A extends z.ZodType = z.ZodType> = {
  readonly kind: 'term';
  readonly name: string;
  readonly args: A;
  readonly inputs: I;
  /** The roles that a gradient must reach; every other role is treated as constant. */
  readonly gradient: readonly (keyof I & string)[];
  /** Roles that what learns may be wired into as well: the op itself lets no gradient through them. */
  readonly stopped?: readonly (keyof I & string)[];
  /** Roles that may come from what learns and from what is frozen; a gradient goes through where there is one to go to. */
  readonly either?: readonly (keyof I & string)[];
  /** Roles that may be left out. */
  readonly optional?: readonly (keyof I & string)[];
  /**
   * Sizes of what it gives, in the letters of its inputs, sums of them and numbers (`c+c+2`) or names of its arguments; a scalar where
   * it is left out, as a loss is.
   */
  readonly output?: readonly string[];
  /** What it is called beside other losses of one node: `labels`. By its own name where it is left out. */
  readonly part?: string;
  /** It only keeps something small, and is not meant to bring as much as other losses. */
  readonly regularizes?: true;
  /** The fewest examples that it means anything on, as of relations among them; 1 where it is left out. */
  readonly leastBatch?: number;
  run(k: Kernel, inputs: { readonly [role in keyof I]: tfc.Tensor }, args: z.output<A>): tfc.Tensor;
};

/** A term of a loss: tensors in, one tensor out (a scalar where it is a loss). */
export function defineOp<const I extends Shapes, A extends z.ZodType>(
  op: Omit<Operation<I, A>, 'kind'>,
): Operation<I, A> {
  return Object.freeze({ kind: 'term', ...op });
}

export type UpdateRule<A extends z.ZodType = z.ZodType, F extends string = string> = {
  readonly kind: 'optimizer';
  readonly name: string;
  readonly args: A;
  /** State kept for each variable, of the variable's own shape, zero at first, part of every checkpoint. */
  readonly slots: readonly string[];
  /**
   * The numbers that the step's place in the run decides, in double precision. They are handed to the step as tensors,
   * so that one compiled step serves every step.
   *
   * @param at.rate learning rate of this step, schedule included
   * @param at.step 1 for the first update
   */
  factors(
    at: { readonly rate: number; readonly step: number },
    args: z.output<A>,
  ): Readonly<Record<F, number>>;
  /** @returns the new value, and every slot's */
  update(
    k: Kernel,
    at: {
      readonly value: tfc.Tensor;
      readonly gradient: tfc.Tensor;
      readonly slots: Readonly<Record<string, tfc.Tensor>>;
      /** Scalars, as `factors` names them. */
      readonly factors: Readonly<Record<F, tfc.Tensor>>;
      /** Whether weight decay applies: true for kernels, false for biases and normalization. */
      readonly decays: boolean;
    },
    args: z.output<A>,
  ): { readonly value: tfc.Tensor; readonly slots: Readonly<Record<string, tfc.Tensor>> };
};

export function defineOptimizer<A extends z.ZodType, F extends string>(
  rule: Omit<UpdateRule<A, F>, 'kind'>,
): UpdateRule<A, F> {
  return Object.freeze({ kind: 'optimizer', ...rule });
}

export type RateRule<A extends z.ZodType = z.ZodType> = {
  readonly kind: 'schedule';
  readonly name: string;
  readonly args: A;
  /**
   * The factor on the learning rate, 0 … 1.
   *
   * @param step 0 for the first step
   * @param steps steps of the whole stage
   * @param next the schedule that this one wraps (constant 1 where there is none)
   */
  factor(
    step: number,
    steps: number,
    args: z.output<A>,
    next: (step: number, steps: number) => number,
  ): number;
};

export function defineSchedule<A extends z.ZodType>(rule: Omit<RateRule<A>, 'kind'>): RateRule<A> {
  return Object.freeze({ kind: 'schedule', ...rule });
}

/** Any op of the catalogue. Its arguments are parsed by its own schema before it is called. */
export type AnyOperation = Operation | UpdateRule | RateRule | StartRule;
