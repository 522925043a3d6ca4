import { z } from 'zod';
import type { MeasuredNetwork, ModelType } from '../../../pipeline/ports.ts';
import type { Layer } from '../../../plan/layers.ts';
import { defineNode } from '../../define.ts';
import { layerName, real } from '../../params.ts';
import { startCopy } from '../copied-layers/op.ts';
import { modelFor, refusedAs } from '../from-model.ts';
import { type Measured, measuredBy, rememberedNetworks } from '../measured.ts';
import { type ReuseDraft, reusedClassifier } from './reused-classifier.ts';

export const simkd = defineNode({
  type: 'network.simkd',
  version: 1,
  category: 'network',
  title: 'Reused classifier (SimKD)',
  summary: 'A student up to its last map, a bottleneck, and the classifier of its teacher as it is.',
  source: 'Chen et al.: Knowledge distillation with the reused teacher classifier (2022), arXiv:2203.14001.',
  keywords: ['simkd', 'classifier', 'head', 'bottleneck', 'reuse', 'feature', 'projector'],
  help: `Takes an architecture and a trained model. The student keeps its layers up to its last map; a bottleneck brings that to the
shape of the model's last map, and the model's own layers behind that give the logits, with its weights. So whoever makes the same
map answers the same. The bottleneck is part of the student: it is measured, saved and paid for.

## When to use it
Where teacher and student are to agree and labels are few or none: nothing but the map is learned. Wire the student's layer
*features* and the teacher's last map into *Feature distance*, as the only loss: no gradient reaches the reused classifier
then. Beside a loss on logits set *Freeze: copied layers* in the student. With a wide teacher the bottleneck may outweigh a small
student: raise *Factor*. A baseline of such a student begins anew, classifier included.

## Formula
logits [n, classes] = classifierᵗ(p(resize(fˢ))), fˢ [n, h, w, c], p [n, h′, w′, c′] = relu bn conv 1×1 (relu bn conv 3×3 (relu bn conv 1×1)),
c′/factor channels between; L = mean (p − fᵗ)², fᵗ [n, h′, w′, c′]. Networks without maps use the last row before the logits [n, c], and
dense layers.`,
  inputs: {
    network: { kind: 'network', title: 'network', help: 'The architecture of the student.' },
    model: { kind: 'model', title: 'model', help: 'Of a teacher or a trainer: whose classifier is reused.' },
  },
  outputs: { network: { kind: 'network', title: 'network', help: 'Student, bottleneck and classifier.' } },
  params: z.strictObject({
    factor: real(
      2,
      { min: 0.25, max: 64 },
      {
        title: 'Factor',
        help: "By how much the bottleneck is narrower than the teacher's map; 2 in the paper.",
        scale: 'log',
        step: 1,
      },
    ),
    studentLayer: layerName({
      title: 'Student layer',
      help: 'Where its own layers end, by name; left empty, its last map.',
    }),
    teacherLayer: layerName({
      title: 'Teacher layer',
      help: 'Behind which layers are reused, by name, at best behind a ReLU; left empty, its last map.',
    }),
  }),
  infer: ({ params, inputs: { network, model } }) => {
    if (!network) return {};
    return {
      outputs: {
        network: {
          kind: 'network',
          ...(model?.classes !== undefined && { outputs: model.classes }),
          measure: (input, classes, tokens) => {
            const found = network.measure(input, classes, tokens);
            if (found === null || 'refusal' in found) return found;
            return measured(found, model, input, params);
          },
        },
      },
    };
  },
  lower: ({ params, inputs: { network, model }, plan }) => {
    type Given = Parameters<typeof network.layers>;
    const reused = (...[input, classes, tokens]: Given) => {
      const teacher = modelFor(plan, model, input, classes);
      const student = { layers: network.layers(input, classes, tokens), input: [...input] };
      return refusedAs(
        { code: 'simkd-refused', fix: 'Name other layers, or wire a network and a model of one kind.' },
        () => ({ teacher, ...reusedClassifier({ student, teacher, ...params }) }),
      );
    };
    return {
      network: {
        kind: 'network',
        layers: (...given) => reused(...given).layers,
        start: (...given) => {
          const { teacher, copied } = reused(...given);
          return {
            start: {
              op: startCopy.name,
              args: { layers: copied.map((it) => ({ ...it })), channels: 'equal' },
              from: [teacher.id],
            },
            copied: copied.map((it) => it.to),
          };
        },
      },
    };
  },
});

const known = rememberedNetworks();

/** Cost and layers of the whole; null where the compiler alone knows the layers of the model. */
function measured(
  { architecture: own }: MeasuredNetwork,
  model: Pick<ModelType, 'architecture'> | undefined,
  input: readonly number[],
  params: Pick<ReuseDraft, 'studentLayer' | 'teacherLayer' | 'factor'>,
): Measured | null {
  const theirs = model?.architecture;
  if (!theirs) return null;
  const built = (layers: readonly object[]) => ({ layers: layers as Layer[], input: [...input] });
  return known([own, theirs], JSON.stringify([input, params]), () =>
    measuredBy(
      input,
      () => reusedClassifier({ student: built(own), teacher: built(theirs), ...params }).layers,
    ),
  );
}
