import { availableParallelism, freemem } from 'node:os';

/** Bytes that an engine takes with TensorFlow's libraries and MNIST in memory, with room for a batch's activations. */
const ENGINE_MEMORY = 700e6;

/** How many of the wanted workers have room: at least one, and no more than the free memory holds. */
export const workersThatFit = (wanted: number, free: number = freemem()): number =>
  Math.max(1, Math.min(wanted, Math.floor(free / ENGINE_MEMORY)));

/**
 * The environment of one of several workers: its share of the processors for TensorFlow's two thread pools, and memory of a
 * graphics card as it is needed in the place of all of it at once.
 */
export function workerShare(
  workers: number,
  processors: number = availableParallelism(),
): Readonly<Record<string, string>> {
  const threads = String(Math.max(1, Math.floor(processors / workers)));
  return {
    TF_NUM_INTRAOP_THREADS: threads,
    TF_NUM_INTEROP_THREADS: threads,
    TF_FORCE_GPU_ALLOW_GROWTH: 'true',
  };
}
