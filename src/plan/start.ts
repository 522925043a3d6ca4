import type { z } from 'zod';
import type { Network } from './plan.ts';

/** A network as a start knows it: what it is built of. */
export type Built = Pick<Network, 'layers' | 'input'>;

/** A network with the weights that it has at that moment, row by row, by `<layer>/<weight>`. */
export type Weighted = Built & { readonly weights: ReadonlyMap<string, Float32Array> };

/** Draws that depend on the stage's seed and the stream's name alone. */
export type Draws = {
  /** Uniform in [0, 1). */
  uniform(): number;
  /** A whole number from `least` to `most`, both included. */
  whole(least: number, most: number): number;
  /** From the normal distribution with mean 0 and variance 1. */
  normal(): number;
};

/**
 * How a network's first weights follow from those of other networks: a pure function, computed once, at the moment at
 * which the first stage that needs the network begins. Its sources may have been trained by an earlier stage.
 */
export type StartRule<A extends z.ZodType = z.ZodType> = {
  readonly kind: 'start';
  readonly name: string;
  readonly args: A;
  /**
   * @param at.from the networks that the plan names, in its order; their values must not be written to
   * @param at.fresh what the network would begin with if it began anew: for weights that no source has
   * @param at.draw a stream of this network's own, by name
   * @returns every weight of the network, running statistics included
   */
  weights(
    at: {
      readonly network: Built;
      readonly from: readonly Weighted[];
      fresh(): ReadonlyMap<string, Float32Array>;
      draw(name: string): Draws;
    },
    args: z.output<A>,
  ): ReadonlyMap<string, Float32Array>;
};

export function defineStart<A extends z.ZodType>(rule: Omit<StartRule<A>, 'kind'>): StartRule<A> {
  return Object.freeze({ kind: 'start', ...rule });
}

/** Why a network cannot begin from what its sources came to: told where the run ends. */
export class StartRefusal extends Error {
  constructor(readonly problem: { readonly code: string; readonly message: string; readonly fix: string }) {
    super(problem.message);
  }
}

/** Why a network cannot be changed or copied so, in words, with the layer's name. */
export class ChangeRefusal extends Error {}
