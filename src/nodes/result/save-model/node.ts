import { z } from 'zod';
import { defineNode } from '../../define.ts';
import { paramMeta } from '../../params.ts';

const FILE_NAME = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[\p{L}\p{N}_-][\p{L}\p{N} ._-]*$/u, 'a file name of letters, digits, spaces, dots, - and _')
  .default('student');
paramMeta.add(FILE_NAME, {
  title: 'Name',
  help: 'Name of the file in the run folder; .safetensors is added.',
});

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
  params: z.strictObject({ name: FILE_NAME }),
  lower: ({ params, inputs, plan }) => {
    plan.output({ kind: 'saved-model', network: inputs.model.network, name: params.name });
    return {};
  },
});
