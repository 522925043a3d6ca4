import { z } from 'zod';
import { defineNode } from '../../define.ts';
import { crossEntropy } from '../../loss/cross-entropy/op.ts';
import { modelFor } from '../../network/from-model.ts';
import { adam } from '../../optimizer/adam/op.ts';
import { choice, integer, modelFile, real } from '../../params.ts';
import { layersOf } from '../../saved-model.ts';
import { cosine } from '../../schedule/cosine/op.ts';
import { classesProblem, inferRole, layerOutputs, layerPorts } from '../infer-role.ts';
import { startOf } from '../start-of.ts';

const trains = { param: 'weights', is: ['train'] };

export const teacher = defineNode({
  type: 'model.teacher',
  version: 1,
  category: 'model',
  title: 'Teacher',
  summary: 'A frozen network: trained first, loaded from a file, or the model of an earlier trainer.',
  source: 'Hinton, Vinyals, Dean (2015), arXiv:1503.02531.',
  keywords: ['large', 'frozen', 'pretrained', 'load', 'assistant'],
  help: `A network that answers and does not learn while a student listens.

## When to use it
Wire a network into it to have it trained on the labels first (Adam, cosine schedule); choose *file* to load a model that Potstill saved;
or wire the model of a trainer into it, so that one student teaches the next (teacher assistant).

## Formula
logits = network(x) [n, classes], x [n, h, w, c]; no gradient reaches its weights. Every layer's activation [n, …] is an
output of its own.`,
  inputs: {
    network: { kind: 'network', title: 'network', optional: true, help: 'Where it is trained first.' },
    model: { kind: 'model', title: 'model', optional: true, help: 'The model of an earlier trainer.' },
    data: { kind: 'data', title: 'data' },
  },
  outputs: {
    logits: { kind: 'activation', dims: ['n', 'c'], gradient: 'no', title: 'logits' },
    model: { kind: 'model', title: 'model' },
    'layer:*': layerPorts('no'),
  },
  params: z.strictObject({
    weights: choice(['train', 'file', 'wire'], 'train', {
      title: 'Weights',
      help: 'Where the weights come from.',
      titles: { train: 'Train first', file: 'From a file', wire: 'From a trainer' },
    }),
    file: modelFile({
      title: 'Model file',
      help: 'A model that Potstill saved (.safetensors).',
      when: { param: 'weights', is: ['file'] },
    }),
    epochs: integer(
      4,
      { min: 1, max: 1000 },
      { title: 'Epochs', help: 'Passes over the training part before the student begins.', when: trains },
    ),
    batch: integer(128, { min: 1, max: 65_536 }, { title: 'Batch', help: 'Examples a step.', when: trains }),
    learningRate: real(
      0.001,
      { min: 1e-7, max: 10 },
      {
        title: 'Learning rate',
        help: 'Of Adam, at the start of a cosine schedule.',
        scale: 'log',
        when: trains,
      },
    ),
    seed: integer(
      1,
      { min: 1, max: 2 ** 31 - 1 },
      { title: 'Seed', help: 'Initial weights and order of examples.', when: trains },
    ),
  }),
  infer: ({ params, inputs: { network, model, data } }) => {
    if (params.weights === 'train') {
      if (!network)
        return {
          problems: [
            {
              code: 'teacher-weights',
              port: 'network',
              message: 'The teacher is to be trained first, and no network is wired.',
              fix: 'Wire a network into it, or take its weights from a file or a trainer.',
            },
          ],
        };
      const { problems, answers, model: trained } = inferRole(network, data, false);
      if (data && params.batch > data.counts.train)
        problems.push(batchProblem(params.batch, data.counts.train));
      return { problems, outputs: answers && trained ? { ...answers, model: trained } : {} };
    }
    if (params.weights === 'wire') {
      if (!model)
        return {
          problems: [
            {
              code: 'teacher-weights',
              port: 'model',
              message: 'The weights are to come from a trainer, and no model is wired.',
              fix: "Wire a trainer's model into it.",
            },
          ],
        };
      return data
        ? {
            outputs: {
              logits: { kind: 'activation', dims: ['n', data.classes], gradient: false },
              model,
              ...layerOutputs(model.layers, undefined),
            },
          }
        : {};
    }
    const { file } = params;
    if (file === null)
      return {
        problems: [
          {
            code: 'teacher-weights',
            param: 'file',
            message: 'No model file is chosen.',
            fix: 'Choose one, or train the teacher first.',
          },
        ],
      };
    if (!data) return {};
    const problems = classesProblem(file.classes, data);
    const layers = layersOf(file);
    if (file.input.join() !== data.shape.join())
      problems.push({
        code: 'model-input',
        param: 'file',
        message: `${file.name} takes other inputs than ${data.name} gives.`,
        found: data.shape.join('×'),
        allowed: file.input.join('×'),
        fix: 'Choose a model that was trained on such images.',
      });
    return {
      problems,
      outputs: {
        logits: { kind: 'activation', dims: ['n', file.classes], gradient: false },
        model: { kind: 'model', shape: file.input, classes: file.classes, layers },
        ...layerOutputs(layers, undefined),
      },
    };
  },
  lower: ({ params, inputs, plan, node }) => {
    const source = plan.source(inputs.data.source);
    const { shape, classes, tokens } = inputs.data.source;
    const answers = (network: string) =>
      ({
        logits: { kind: 'tensor', ref: plan.tap({ network, source, frozen: true }) },
        model: { kind: 'model', network, source, alone: null },
        'layer:*': {
          kind: 'family',
          member: (layer: string) =>
            ({ kind: 'tensor', ref: plan.tap({ network, source, layer, frozen: true }) }) as const,
        },
      }) as const;

    if (params.weights === 'wire' && inputs.model)
      return answers(modelFor(plan, inputs.model, shape, classes).id);
    if (params.weights === 'file' && params.file) {
      const { sha256, name } = params.file;
      const header = plan.model(sha256, name);
      return answers(
        plan.network({
          role: 'teacher',
          input: [...header.input],
          classes: header.classes,
          layers: [...header.layers],
          start: { kind: 'saved', sha256, name },
        }),
      );
    }
    const network = plan.network({
      role: 'teacher',
      input: [...shape],
      classes,
      layers: inputs.network?.layers(shape, classes, tokens) ?? [],
      start: startOf(inputs.network?.start?.(shape, classes, tokens), plan.stream(node)),
    });
    const logits = plan.tap({ network, source, frozen: false });
    plan.stage({
      total: plan.term(crossEntropy, { student: logits, labels: plan.labels(inputs.data) }, { smoothing: 0 }),
      epochs: params.epochs,
      batch: params.batch,
      seed: params.seed,
      clip: null,
      optimizer: plan.optimizer({
        op: adam.name,
        rate: params.learningRate,
        args: adam.args.parse({ beta1: 0.9, beta2: 0.999, epsilon: 1e-7, weightDecay: 0 }),
        schedule: { op: cosine.name, args: { floor: 0 } },
      }),
    });
    return answers(network);
  },
});

function batchProblem(batch: number, train: number) {
  return {
    code: 'batch-larger-than-data',
    param: 'batch',
    message: 'A batch cannot hold more examples than the training part.',
    found: String(batch),
    allowed: `1 … ${train}`,
    fix: 'Lower the batch or use more training examples.',
  };
}
