import { generatorLayers } from '../../../../src/nodes/loss/generator-layers.ts';
import type { Document } from '../../../../src/pipeline/document.ts';
import { networkShape } from '../../../../src/plan/layers.ts';
import type { Network, Plan, Source } from '../../../../src/plan/plan.ts';
import { dataNodes, planOf, withParams } from '../../compile/templates.ts';
import { sha256 } from '../patterns.ts';
import { source } from '../plans.ts';
import { STORED, TEXT_PATTERNS } from '../text-patterns.ts';
import { lenet } from './small-documents.ts';

const onImages = (plan: Plan, change: (of: Source) => Source): Plan => {
  const data = plan.data.map(change);
  return {
    ...plan,
    data,
    networks: plan.networks.map((it) => {
      if (isGenerator(it, plan.data)) return { ...it, layers: generatorLayers(data[0]?.shape ?? [], MAPS) };
      return it.role === 'projector' ? it : { ...it, input: data[0]?.shape ?? [] };
    }),
  };
};

/** Of a small generator. */
const MAPS = 3;

/** Whether a network makes images of a row of numbers. */
const isGenerator = ({ role, input, layers }: Network, data: readonly Source[]): boolean =>
  role === 'projector' &&
  input.length === 1 &&
  data.some((it) => String(it.shape) === String(networkShape(layers, input).output));

/** The patterns in the place of a source's own files. */
function patternsFor(own: Source): Source {
  if (!own.tokens) return { ...own, set: source().set, files: source().files, shape: source().shape };
  const files = Object.fromEntries([...TEXT_PATTERNS].map(([name, bytes]) => [name, sha256(bytes)]));
  return { ...own, set: 'text-patterns', files, tokens: { ...own.tokens, stored: STORED } };
}

/** A network of each kind as small as it can be and still learn. */
const NARROW: Readonly<Record<string, Record<string, unknown>>> = {
  'network.lenet': lenet,
  'network.transformer': { units: 8, heads: 2, feedForward: 12 },
};

/** What a pipeline comes to, on images of 12×12; texts stay as they are. */
export const smallPlan = (document: Document): Plan =>
  onImages(planOf(document).plan, (it) => (it.tokens ? it : { ...it, shape: [12, 12, it.shape[2] ?? 1] }));

/** The same on the patterns' own files, as a whole run reads them. */
export const filedPlan = (document: Document): Plan => onImages(planOf(document).plan, patternsFor);

/** What a template comes to, with few filters, its trainings a few steps long and on the patterns. */
export function onPatterns(document: Document): Plan {
  const trainers = Object.entries(document.nodes).filter(([, it]) =>
    ['training.trainer', 'training.shoot-out', 'training.multi-task', 'model.teacher'].includes(it.type),
  );
  const narrow = ['teacher-network', 'student-network'].reduce((of, node) => {
    const type = of.nodes[node]?.type ?? '';
    const changed = type === 'network.lenet' && node !== 'teacher-network' ? undefined : NARROW[type];
    return changed ? withParams(of, node, changed) : of;
  }, document);
  const short = trainers.reduce((of, [node]) => withParams(of, node, { epochs: 1, batch: 20 }), narrow);
  const small = dataNodes(short).reduce(
    (of, node) =>
      withParams(of, node, {
        trainExamples: 96,
        testExamples: 64,
        ...(of.nodes[node]?.type === 'data.imdb' && { length: 10 }),
      }),
    short,
  );
  return onImages(planOf(small).plan, patternsFor);
}
