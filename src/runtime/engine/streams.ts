import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import { streamKey } from './stream-key.ts';

/** Draws that depend on the stream's key alone. */
export type Stream = {
  /** Uniform in [0, 1) with 24 bits: every value is a float32. */
  uniform(): number;
  /** A whole number from `least` to `most`, both included, each as likely. */
  whole(least: number, most: number): number;
  /** From the normal distribution with mean 0 and variance 1. */
  normal(): number;
};

/**
 * The stream named by (seed, name, step). Nothing is carried over from one step to the next, so that a run that was
 * stopped and resumed draws what it would have drawn.
 */
export function streamOf(seed: number, name: string, step: number): Stream {
  const generator = xoroshiro128plusFromState(streamKey(seed, name, step));
  const uniform = (): number => (generator.next() >>> 8) / 2 ** 24;
  return {
    uniform,
    whole: (least, most) => uniformInt(generator, least, most),
    normal: () => {
      // 1 − u lies in (0, 1], where the logarithm is finite.
      const radius = Math.sqrt(-2 * Math.log(1 - uniform()));
      return radius * Math.cos(2 * Math.PI * uniform());
    },
  };
}

/** The numbers 0 … count − 1 in an order drawn from the stream (Fisher, Yates). */
export function shuffled(count: number, stream: Stream): Int32Array {
  const order = Int32Array.from({ length: count }, (_, at) => at);
  for (let last = count - 1; last > 0; last -= 1) {
    const other = stream.whole(0, last);
    const kept = order[last] as number;
    order[last] = order[other] as number;
    order[other] = kept;
  }
  return order;
}
