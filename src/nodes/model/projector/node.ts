import { z } from 'zod';
import { defineNode } from '../../define.ts';
import { projected, projectorParam, shapeProblems } from '../projecting.ts';
import { projectorLayers } from '../projector-layers.ts';

export const projector = defineNode({
  type: 'model.projector',
  version: 1,
  category: 'model',
  title: 'Projector',
  summary: "Gives a layer of the student the shape of the teacher's; it learns and is dropped at the end.",
  source: 'The regressor of Romero et al.: FitNets (2015), arXiv:1412.6550.',
  keywords: ['regressor', 'connector', 'adapter', 'hint', 'shape', '1x1'],
  help: `Layers of different widths cannot be compared value by value. A projector maps the student's layer to the
teacher's shape; its weights are trained with the student and are no part of the model that is saved.

## When to use it
Between a layer of the student and a loss that compares it with a layer of another shape. Linear is enough for most; the others
may take work from the student that it should do itself. Where both shapes are equal, linear adds nothing at all.

## Formula
p = W·resize(fˢ) + b, fˢ [n, h, w, c] → p [n, h′, w′, c′]; rows likewise, fˢ [n, c] → p [n, c′]. Maps are averaged to smaller
sizes and interpolated to larger ones.`,
  inputs: {
    student: { kind: 'activation', dims: ['n', '...s'], gradient: 'yes', title: 'student layer' },
    like: {
      kind: 'activation',
      dims: ['n', '...t'],
      gradient: 'any',
      title: 'wanted shape',
      help: 'A layer of the shape that is wanted; none of its values are used.',
    },
  },
  outputs: { projected: { kind: 'activation', dims: ['n', '...t'], gradient: 'yes', title: 'projected' } },
  params: z.strictObject({
    map: projectorParam('linear', {
      title: 'Map',
      help: 'How the layer is mapped to the other shape.',
    }),
  }),
  mends: { code: 'shape', through: 'student', like: 'like', into: 'projected' },
  infer: ({ params, inputs: { student, like } }) => {
    const problems = shapeProblems(student, like, (from, to) => projectorLayers(from, to, params.map), {
      code: 'projector-shape',
      port: 'like',
      message: 'A projector makes maps or rows of maps, and rows of rows; it cannot make a map of a row.',
    });
    if (problems.length > 0 || student?.kind !== 'activation' || like?.kind !== 'activation')
      return { problems };
    return { outputs: { projected: { kind: 'activation', dims: like.dims, gradient: true } } };
  },
  lower: ({ params, inputs: { student, like }, plan, node }) => {
    const wires = { on: plan.tensor(student), like: plan.tensor(like) };
    const ref = projected(plan, { node, name: 'projector', kind: params.map, ...wires });
    return { projected: { kind: 'tensor', ref } };
  },
});
