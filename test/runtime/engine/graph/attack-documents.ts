import type { Document } from '../../../../src/pipeline/document.ts';
import { between, instead, lenet, type Params, wire } from './small-documents.ts';
import { weighed } from './taught-documents.ts';

/** A student that hears its teacher on images moved to mislead it, and the labels on the images themselves. */
export const attacked = (params: Params, base: Document = weighed): Document => {
  const misled = between(base, ['student', 'logits'], ['distillation', 'student'], {
    node: 'adversary',
    type: 'model.adversary',
    ports: ['student', 'logits'],
    params,
  });
  const labels = wire('transform', 'data', 'adversary', 'labels');
  return { ...misled, wires: { ...misled.wires, attacked: labels } };
};

/** The same with a student that drops units, which the attack must drop too. */
export const attackedMaps = (params: Params): Document =>
  attacked(params, instead(weighed, 'student-network', 'network.lenet', { ...lenet, dropout: 0.3 }));
