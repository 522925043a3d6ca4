import { expect, it } from 'vitest';
import { withParametersOf } from '../../../renderer/compare/take-parameters.ts';
import { starter } from '../../runtime/compile/templates.ts';

const document = starter();
const node = (type: string, params: Record<string, number>) => ({ type, params });

it('A document takes the parameters that a run had, of nodes that are the same in both', () => {
  const taken = withParametersOf(document, {
    nodes: {
      distillation: node('loss.tempered-softmax', { temperature: 8 }),
      trainer: node('training.multi-task', { epochs: 99 }),
      unknown: node('training.trainer', { epochs: 99 }),
    },
  });
  expect(taken.nodes.distillation).toEqual({ ...document.nodes.distillation, params: { temperature: 8 } });
  expect(taken.nodes.trainer).toBe(document.nodes.trainer);
  expect(taken.wires).toBe(document.wires);
  expect(Object.keys(taken.nodes)).toEqual(Object.keys(document.nodes));
});

it('A document stays the very same where a run had what it has', () => {
  expect(withParametersOf(document, { nodes: document.nodes })).toBe(document);
  expect(withParametersOf(document, { nodes: {} })).toBe(document);
});
