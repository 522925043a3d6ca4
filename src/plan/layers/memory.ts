import { z } from 'zod';
import { defineLayer, LayerRefusal } from './define-layer.ts';
import { size } from './shapes.ts';

/**
 * How alike an example is to what a memory holds of itself and of drawn others, beside what is usual:
 * (query, own, class, number) [2·width + 2] → logarithms [1 + negatives].
 *
 * The first is ⟨query, v_own⟩/τ − ln m, the others ⟨query, vⱼ⟩/τ − ln m; −10⁹ stands where a drawn row is the example itself or
 * one of its class. v are rows of the memory [examples, width], m is the mean of exp(⟨query, v⟩/τ) over the first batch, and stays.
 * Rows are drawn with replacement, for the whole batch at once. Afterwards the rows of the batch come nearer to what is given
 * as `own`: v ← (keep · v + (1 − keep) · own) at length 1, and their classes are known. A row that was not seen yet is of no
 * class. No gradient reaches the memory; all of it is kept with the network, so that a run that goes on finds it as it was.
 */
export const memory = defineLayer({
  kind: 'memory',
  options: {
    /** Rows: one for each example of the training part. */
    examples: size,
    width: size,
    /** How many rows are drawn in a step. */
    negatives: size,
    /** Share of a row that stays when its example is seen. */
    keep: z.number().min(0).lt(1),
    /** τ */
    temperature: z.number().positive(),
  },
  shape: ({ id, examples, width, negatives }, [shape = []]) => {
    if (shape.length !== 1 || shape[0] !== 2 * width + 2)
      throw new LayerRefusal(
        `layer ${id} (memory) takes rows of ${2 * width + 2} numbers, found ${shape.join(' × ')}`,
      );
    return {
      output: [1 + negatives],
      weights: [
        { name: 'rows', shape: [examples, width], start: 'unit', trained: false },
        { name: 'classes', shape: [examples, 1], start: 'zeros', trained: false },
        { name: 'started', shape: [1], start: 'zeros', trained: false },
        { name: 'usual', shape: [1], start: 'zeros', trained: false },
      ],
      multiplyAdds: width * (1 + negatives),
    };
  },
});
