import { catalogue } from '../../../../src/nodes/catalogue.gen.ts';
import type { NodeDefinition } from '../../../../src/nodes/define.ts';
import type { Document, Wire } from '../../../../src/pipeline/document.ts';
import type { PortSpec } from '../../../../src/pipeline/ports.ts';

type Feeder = (name: string, port: PortSpec) => Wire['from'];

/** What feeds an input of a loss: a layer of the teacher, one of the student, or the labels of the data. */
const feeder =
  (layerOf: (name: string, port: PortSpec) => string): Feeder =>
  (name, port) => {
    if (port.kind === 'labels') return { node: 'transform', port: 'data' };
    if (port.kind !== 'activation') throw new Error(`Nothing here feeds ${port.title ?? port.kind}.`);
    return { node: port.gradient === 'no' ? 'teacher' : 'student', port: layerOf(name, port) };
  };

const logits = feeder(() => 'logits');
/** Maps of the two convolutions of a LeNet: the first one's for a first layer, else the last one's. */
const maps = feeder((name) => (name.endsWith('First') ? 'layer:activation-1' : 'layer:activation-2'));
/** Two layers of a perceptron; the shallow one behind its activation, where units that are off have no gradient at all. */
const joint = feeder((name) => (/Shallow$|^first$/.test(name) ? 'layer:activation-1' : 'logits'));

const isMap = (port: PortSpec): boolean => port.kind === 'activation' && port.dims.length === 4;
const isOptional = (port: PortSpec): boolean => 'optional' in port && port.optional === true;

/**
 * A pipeline with another loss in the place of its `distillation`, its inputs wired by what they take.
 *
 * @param inputs those that are wired, where not all are
 */
export function withLoss(
  document: Document,
  loss: string,
  feed: Feeder = logits,
  inputs: readonly (readonly [string, PortSpec])[] = Object.entries(definitionOf(loss).inputs),
): Document {
  const { type, version } = definitionOf(loss);
  const old = document.nodes.distillation;
  if (!old) throw new Error('no node distillation');
  const others = Object.entries(document.wires).filter(([, it]) => it.to.node !== 'distillation');
  const own = inputs.map(([port, spec]): [string, Wire] => [
    `into-${port}`,
    { from: feed(port, spec), to: { node: 'distillation', port } },
  ]);
  return {
    ...document,
    nodes: { ...document.nodes, distillation: { ...old, type, version, params: {} } },
    wires: Object.fromEntries([...others, ...own]),
  };
}

const definitionOf = (loss: string): NodeDefinition =>
  catalogue.find((it) => it.type === loss) as NodeDefinition;

/**
 * The loss of a pipeline beside one on labels. A loss on layers may be the same wherever its layer stands, and the gradient
 * of the layer's bias is then nothing but rounding, which Adam scales to full steps: `moved-layers.test.ts`.
 */
export function besideLabels(document: Document): Document {
  const kept = Object.entries(document.wires).filter(
    ([, { to }]) => to.node !== 'trainer' || to.port !== 'loss',
  );
  const wire = (from: string, output: string, to: string, input: string): Wire => ({
    from: { node: from, port: output },
    to: { node: to, port: input },
  });
  const [position, params] = [{ x: 0, y: 0 }, {}];
  return {
    ...document,
    nodes: {
      ...document.nodes,
      sum: { type: 'loss.weighted-sum', version: 1, position, params },
      labelled: { type: 'loss.cross-entropy', version: 1, position, params },
    },
    wires: {
      ...Object.fromEntries(kept),
      'distillation-sum': wire('distillation', 'loss', 'sum', 'first'),
      'labelled-sum': wire('labelled', 'loss', 'sum', 'second'),
      'student-labelled': wire('student', 'logits', 'labelled', 'student'),
      'labels-labelled': wire('transform', 'data', 'labelled', 'labels'),
      'sum-trainer': wire('sum', 'loss', 'trainer', 'loss'),
    },
  };
}

/** With the loss's own defaults: with all of its inputs, and where some may stay open with the others alone. */
function pipelinesOf(loss: string, taught: Document, taughtByMaps: Document): Document[] {
  const inputs = Object.entries(definitionOf(loss).inputs);
  if (inputs.some(([, it]) => isMap(it))) return [besideLabels(withLoss(taughtByMaps, loss, maps))];
  if (inputs.some(([, it]) => it.kind === 'labels')) return [withLoss(taught, loss)];
  const needed = inputs.filter(([, it]) => !isOptional(it));
  const wired = needed.length < inputs.length ? [needed, inputs] : [inputs];
  return wired.map((it) => besideLabels(withLoss(taught, loss, joint, it)));
}

/**
 * Pipelines for every loss of the catalogue that has none yet.
 *
 * @param taught two perceptrons
 * @param taughtByMaps two networks of the LeNet style, with equal filters
 */
export function lossPipelines(
  taught: Document,
  taughtByMaps: Document,
  known: Readonly<Record<string, readonly Document[]>>,
): Record<string, readonly Document[]> {
  const others = catalogue.filter((it) => it.category === 'loss' && !Object.hasOwn(known, it.type));
  return Object.fromEntries(others.map(({ type }) => [type, pipelinesOf(type, taught, taughtByMaps)]));
}
