import { z } from 'zod';
import { defineNode } from '../../define.ts';
import { modelName } from '../model-name.ts';

export const saveModel = defineNode({
  type: 'result.save-model',
  version: 1,
  category: 'result',
  title: 'Save model',
  summary: 'Writes the model into the run folder, as safetensors.',
  source: 'Format: safetensors, with the architecture in its metadata.',
  keywords: ['export', 'safetensors', 'weights', 'file'],
  goal: true,
  help: `Writes weights and architecture into one file that Potstill can load as a teacher and any safetensors reader can open.

## When to use it
To keep a student, or to teach the next one without training the teacher again.

## Formula
One float32 tensor a weight, named layer/weight; the architecture is JSON in the metadata.`,
  inputs: { model: { kind: 'model', title: 'model' } },
  outputs: {},
  params: z.strictObject({
    name: modelName('student', 'Name of the file in the run folder; .safetensors is added.'),
  }),
  lower: ({ params, inputs, plan }) => {
    plan.output({ kind: 'saved-model', network: inputs.model.network, name: params.name });
    return {};
  },
});
