import { z } from 'zod';
import { networkShape } from '../../../plan/layers.ts';
import { defineStart, type Weighted } from '../../../plan/start.ts';

/**
 * Every weight as a trained student, the first source, or its assistant, the second one, has it: bit for bit.
 *
 * - `prefix`: what the names of the assistant's layers begin with
 *
 * Gao, Shen, Li, Loy: Residual knowledge distillation (2020), arXiv:2002.09168: student and assistant answer together.
 */
export const startAssisted = defineStart({
  name: 'start.assisted',
  args: z.strictObject({ prefix: z.string().min(2).max(64) }),
  weights: ({ network, from: [student, assistant] }, { prefix }) => {
    const names = [...networkShape(network.layers, network.input).layers].flatMap(([layer, { weights }]) =>
      weights.map((it) => `${layer}/${it.name}`),
    );
    return new Map(
      names.map((name): [string, Float32Array] => {
        const theirs = name.startsWith(prefix);
        const source = (theirs ? assistant : student) as Weighted;
        const values = source.weights.get(theirs ? name.slice(prefix.length) : name);
        if (!values) throw new Error(`${theirs ? 'The assistant' : 'The student'} has no weight ${name}`);
        return [name, values.slice()];
      }),
    );
  },
});
