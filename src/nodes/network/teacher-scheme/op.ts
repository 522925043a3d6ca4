import { z } from 'zod';
import { product } from '../../../plan/layers/shapes.ts';
import { networkShape, type Weight } from '../../../plan/layers.ts';
import { type Draws, defineStart, type Weighted } from '../../../plan/start.ts';
import { LayerPair } from '../copied-layers/op.ts';

/**
 * Kernels are drawn from the distribution that a trained network's kernels have by now; all else begins anew.
 *
 * w = g · (μ + σ · ξ), ξ normal with mean 0 and deviation 1, μ and σ the mean and deviation of the source's kernel,
 * g = √(fanᵗ / fanˢ), fan the number of values that one output sums
 *
 * - `layers`: pairs of ids, this network's and the source's; of any sizes
 *
 * g keeps the size of what a layer gives where the student's layer sums more or fewer values than the teacher's, as He et al. 2015 and
 * Glorot and Bengio 2010 do for their own numbers; 1 where both sum as many. ξ is brought to mean 0 and deviation 1 as drawn, so
 * that a small kernel has the wanted deviation too and not by chance another. Biases, normalizations and running statistics begin anew.
 */
export const startTeacherScheme = defineStart({
  name: 'start.teacher-scheme',
  args: z.strictObject({ layers: z.array(LayerPair) }),
  weights: ({ network, from: [source], fresh, draw }, { layers }) => {
    const given = source as Weighted;
    const [own, theirs] = [network, given].map(
      (it) => networkShape(it.layers, it.input).layers as ReadonlyMap<string, { weights: readonly Weight[] }>,
    );
    const made = new Map(fresh());
    for (const { to, from } of layers)
      for (const weight of own?.get(to)?.weights ?? []) {
        const like = theirs?.get(from)?.weights.find((it) => it.name === weight.name);
        const values = given.weights.get(`${from}/${weight.name}`);
        if (!like || !values || weight.shape.length < 2 || !weight.trained) continue;
        const { mean, deviation } = momentsOf(values);
        const gain = weight.name === 'kernel' ? Math.sqrt(fanIn(like) / fanIn(weight)) : 1;
        const name = `${to}/${weight.name}`;
        made.set(
          name,
          standardNormal(draw(name), product(weight.shape)).map((it) => gain * (mean + deviation * it)),
        );
      }
    return made;
  },
});

/** Values that one output sums: all axes but the last; of a depthwise kernel [k, k, c, 1] its window. */
const fanIn = ({ shape, start }: Weight): number =>
  product(start === 'he-depthwise' ? shape.slice(0, 2) : shape.slice(0, -1));

/** In float64. */
export function momentsOf(values: Float32Array): { mean: number; deviation: number } {
  let sum = 0;
  for (const it of values) sum += it;
  const mean = sum / values.length;
  let squares = 0;
  for (const it of values) squares += (it - mean) ** 2;
  return { mean, deviation: Math.sqrt(squares / values.length) };
}

/** Normal draws, moved and scaled so that their mean is 0 and their deviation 1 as they stand. */
function standardNormal(draws: Draws, size: number): Float32Array {
  const drawn = Float32Array.from({ length: size }, () => draws.normal());
  const { mean, deviation } = momentsOf(drawn);
  return drawn.map((it) => (deviation > 0 ? (it - mean) / deviation : 0));
}
