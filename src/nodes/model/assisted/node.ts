import { z } from 'zod';
import type { ModelType } from '../../../pipeline/ports.ts';
import type { Layer } from '../../../plan/layers.ts';
import { defineNode } from '../../define.ts';
import { refusedAs } from '../../network/from-model.ts';
import { measuredBy, rememberedNetworks } from '../../network/measured.ts';
import { layerName } from '../../params.ts';
import { assistedLayers, type Meeting } from './assisted-layers.ts';
import { startAssisted } from './op.ts';

const FIX = 'Name layers of one shape, as the residual loss compared them.';

export const assisted = defineNode({
  type: 'model.assisted',
  version: 1,
  category: 'model',
  title: 'Student with assistant',
  summary: 'One model of a student and the assistant that learned what the student lacks.',
  source: 'Gao, Shen, Li, Loy: Residual knowledge distillation (2020), arXiv:2002.09168.',
  keywords: ['rkd', 'residual', 'assistant', 'sum', 'ensemble', 'boosting', 'join'],
  help: `Student and assistant answer together: what the assistant's layer says is added to the student's, and the rest of the
student goes on from the sum. Nothing is trained here.

## When to use it
Behind the two trainers of residual distillation: the student that was drawn to a layer of the teacher, and the assistant
that learned by *Residual (assistant)* what was left. Wire the model into an evaluation and a saved model: it is measured,
saved and loaded as one network, whose size is that of both. Name the layers that the residual loss compared; left empty,
the logits of both are added.

## Formula
F = s + a, s [n, …s] the student's layer, a [n, …s] the assistant's; logits [n, c] = what follows s in the student, on F.`,
  inputs: {
    student: { kind: 'model', title: 'student' },
    assistant: { kind: 'model', title: 'assistant' },
  },
  outputs: {
    model: { kind: 'model', title: 'model' },
    logits: { kind: 'activation', dims: ['n', 'c'], gradient: 'no', title: 'logits' },
  },
  params: z.strictObject({
    at: layerName({
      title: 'Layer of the student',
      help: 'Where the sum stands, by its name; left empty, the logits.',
    }),
    with: layerName({
      title: 'Layer of the assistant',
      help: 'What is added, by its name; left empty, the logits.',
    }),
  }),
  infer: ({ params, inputs: { student, assistant } }) => {
    const made = measured(student, assistant, params);
    if (made === null) return {};
    if ('refusal' in made)
      return {
        problems: [
          {
            code: 'assisted-refused',
            port: 'assistant',
            message: `This assistant does not fit: ${made.refusal}.`,
            fix: FIX,
          },
        ],
      };
    return {
      outputs: {
        model: made,
        ...(made.classes !== undefined && {
          logits: { kind: 'activation' as const, dims: ['n' as const, made.classes], gradient: false },
        }),
      },
    };
  },
  lower: ({ params, inputs: { student, assistant }, plan }) => {
    const [own, theirs] = [plan.networkOf(student.network), plan.networkOf(assistant.network)];
    const { layers, prefix } = refusedAs({ code: 'assisted-refused', fix: FIX }, () =>
      assistedLayers(own, theirs, params),
    );
    const network = plan.network({
      role: 'student',
      input: own.input,
      classes: own.classes,
      layers,
      start: {
        kind: 'derived',
        op: startAssisted.name,
        args: { prefix },
        from: [own.id, theirs.id],
        stream: `assisted-${own.id}`,
      },
    });
    const { source } = student;
    return {
      model: { kind: 'model', network, source, alone: null },
      logits: { kind: 'tensor', ref: plan.tap({ network, source, frozen: true }) },
    };
  },
});

const known = rememberedNetworks();

/** What both come to together; null where the compiler alone knows their layers. */
function measured(
  student: ModelType | undefined,
  assistant: ModelType | undefined,
  meeting: Meeting,
): ModelType | { readonly refusal: string } | null {
  const own = built(student);
  const theirs = built(assistant);
  if (!own || !theirs) return null;
  const found = known([own.layers, theirs.layers], JSON.stringify([own.input, theirs.input, meeting]), () =>
    measuredBy(own.input, () => assistedLayers(own, theirs, meeting).layers),
  );
  if ('refusal' in found) return found;
  const { layers, architecture, ...size } = found;
  return { ...student, kind: 'model', size, layers, architecture };
}

const built = (model: ModelType | undefined) =>
  model?.architecture && model.shape
    ? { layers: model.architecture as Layer[], input: [...model.shape] }
    : null;
