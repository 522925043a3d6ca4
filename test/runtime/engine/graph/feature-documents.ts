import type { Document } from '../../../../src/pipeline/document.ts';
import { between, type Params, wire } from './small-documents.ts';
import { averaged } from './taught-documents.ts';

/** A student that learns from two teachers' answers, and from the mean of a layer of both through a projector: SysMT with its feature term. */
export const featured = (mu = 2): Document => {
  const node = (type: string, own: Params = {}) =>
    ({ type, version: 1, position: { x: 0, y: 0 }, params: own }) as Document['nodes'][string];
  const summed = between(averaged({ temperature: 2 }), ['distillation', 'loss'], ['trainer', 'loss'], {
    node: 'sum',
    type: 'loss.weighted-sum',
    ports: ['first', 'loss'],
    params: {},
  });
  const layer = 'layer:activation-1';
  return {
    ...summed,
    nodes: {
      ...summed.nodes,
      layers: node('model.averaged-layers'),
      projector: node('model.projector'),
      near: node('loss.feature-distance', { weight: mu }),
    },
    wires: {
      ...summed.wires,
      'layer-1': wire('teacher', layer, 'layers', 'teacher1'),
      'layer-2': wire('second', layer, 'layers', 'teacher2'),
      'student-layer': wire('student', layer, 'projector', 'student'),
      like: wire('layers', 'layer', 'projector', 'like'),
      mapped: wire('projector', 'projected', 'near', 'student'),
      target: wire('layers', 'layer', 'near', 'teacher'),
      term: wire('near', 'loss', 'sum', 'second'),
    },
  };
};
