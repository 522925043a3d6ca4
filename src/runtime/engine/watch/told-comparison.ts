import type { EngineEvent } from '../../../plan/events.ts';
import type { Output } from '../../../plan/plan.ts';
import type { LoadedSource } from '../data/load-source.ts';
import type { LiveNetwork } from '../networks.ts';
import type { TimedAnswers } from '../output-answers.ts';
import type { RunContext } from '../run-context.ts';
import { compareAnswers } from './compare-answers.ts';
import type { LayerComparison } from './layer-similarity.ts';
import { seenExamples } from './seen-examples.ts';
import { toldLogits } from './told-logits.ts';

type Context = Pick<RunContext, 'networks' | 'sources' | 'dataFolder'>;
type Told<K extends EngineEvent['kind']> = Extract<EngineEvent, { kind: K }>;
/** An evaluation of a network that has a teacher. */
type Pair = Extract<Output, { kind: 'evaluation' }> & { readonly teacher: string };

/** Examples on which both lie furthest apart that are told. */
const FURTHEST = 12;

const about = ({ id, network, teacher, source, part }: Pair) => ({
  output: id,
  network,
  teacher,
  source,
  part,
});

/** How a network's answers differ from its teacher's; null where they answer other classes. */
export async function toldComparison(
  { networks, sources, dataFolder }: Context,
  pair: Pair,
  teacher: TimedAnswers,
  network: TimedAnswers,
): Promise<Told<'comparison'> | null> {
  const loaded = sources.get(pair.source) as LoadedSource;
  const { classes } = (networks.get(pair.network) as LiveNetwork).network;
  const [taught, own] = [teacher.logits, network.logits];
  if (!taught || !own || (networks.get(pair.teacher) as LiveNetwork).network.classes !== classes) return null;
  const { divergence, furthest } = compareAnswers(taught, own, classes, FURTHEST);
  const rows = Int32Array.from(furthest, (it) => it.row);
  const examples = await seenExamples(loaded, loaded.parts[pair.part], rows, dataFolder);
  const logitsAt = (of: Float32Array, row: number) =>
    toldLogits(of.subarray(row * classes, (row + 1) * classes), classes)[0] ?? [];
  return {
    kind: 'comparison',
    ...about(pair),
    examples: Math.min(taught.length, own.length) / classes,
    divergence,
    confusion: teacher.confusion,
    furthest: examples.map((example, at) => ({
      example,
      divergence: furthest[at]?.divergence ?? 0,
      teacher: logitsAt(taught, example.row),
      network: logitsAt(own, example.row),
    })),
  };
}

/** How alike the layers of a network are to its teacher's; null where there are too few examples. */
export async function toldSimilarity(
  { networks, sources }: Context,
  pair: Pair,
  layers: LayerComparison,
): Promise<Told<'similarity'> | null> {
  const [teacher, network] = [networks.get(pair.teacher), networks.get(pair.network)];
  const loaded = sources.get(pair.source) as LoadedSource;
  if (!teacher || !network) return null;
  const found = await layers.of(teacher, network, loaded, pair.part);
  return found && { kind: 'similarity', ...about(pair), ...found };
}
