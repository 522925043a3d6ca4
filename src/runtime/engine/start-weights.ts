import { networkShape } from '../../plan/layers.ts';
import { learningIn, type Network, type Plan } from '../../plan/plan.ts';
import { readModel } from '../model-file.ts';
import { EngineProblem } from './engine-problem.ts';
import { freshWeights } from './fresh-weights.ts';
import { weightPlaces } from './networks.ts';

/** The seed by which a network's first weights are drawn: that of the first stage that trains it. */
export const seedOfNetwork = ({ stages }: Pick<Plan, 'stages'>, id: string): number =>
  stages.find((it) => learningIn(it).includes(id))?.seed ?? 1;

/**
 * The weights that a network that is not derived has before the run: read from its file, or drawn by the seed of the first stage that
 * trains it.
 *
 * @param models where saved models lie, by SHA-256
 * @throws EngineProblem model-missing, model-weights; ProblemError where the file is damaged
 */
export async function startWeights(
  network: Network,
  plan: Plan,
  models: Readonly<Record<string, string>>,
): Promise<ReadonlyMap<string, Float32Array>> {
  const { start, id } = network;
  if (start.kind === 'derived') throw new Error(`${id} has no weights before those that it begins from`);
  if (start.kind === 'fresh') return freshWeights(network, seedOfNetwork(plan, id), start.stream);
  const path = models[start.sha256];
  if (path === undefined)
    throw new EngineProblem({
      code: 'model-missing',
      message: `The model file ${start.name} is not at hand.`,
      at: id,
      fix: 'Put it beside the document, or choose it again.',
    });
  const { weights } = await readModel(path, start.sha256);
  for (const { name, shape } of weightPlaces(networkShape(network.layers, network.input)))
    if (weights.get(name)?.length !== shape.reduce((product, size) => product * size, 1))
      throw new EngineProblem({
        code: 'model-weights',
        message: `The model file ${start.name} has no weight ${name} of ${shape.join('×')}.`,
        at: id,
        fix: 'Choose the model again in the teacher node.',
      });
  return weights;
}
