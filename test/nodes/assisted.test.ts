import { beforeAll, describe, expect, test } from 'vitest';
import { assistedLayers, type Meeting } from '../../src/nodes/model/assisted/assisted-layers.ts';
import { startAssisted } from '../../src/nodes/model/assisted/op.ts';
import { type Layer, networkShape } from '../../src/plan/layers.ts';
import type { Weighted } from '../../src/plan/start.ts';
import { startCpu } from '../../src/runtime/engine/backend/cpu.ts';
import { chain, lenetLayers, mlpLayers } from '../runtime/engine/plans.ts';
import { answers, INPUT, resnetLayers, weighted } from './weighted-network.ts';

beforeAll(() => startCpu());

const LOGITS: Meeting = { at: '', with: '' };

function together(student: Weighted, assistant: Weighted, meeting: Meeting): Weighted {
  const { layers, prefix } = assistedLayers(student, assistant, meeting);
  const weights = startAssisted.weights(
    {
      network: { layers, input: INPUT },
      from: [student, assistant],
      fresh: () => expect.fail('nothing begins anew'),
      draw: () => expect.fail('nothing is drawn'),
    },
    { prefix },
  );
  return { layers, input: INPUT, weights };
}

const sum = (a: Float32Array, b: Float32Array): Float32Array => a.map((it, at) => it + (b[at] ?? Number.NaN));
const lastOf = ({ layers }: Pick<Weighted, 'layers'>): string => layers.at(-1)?.id ?? '';

describe('a student and its assistant', () => {
  test.each([
    ['of dense layers', mlpLayers(9)],
    ['with convolutions', lenetLayers(3, 4, 8)],
    ['with normalizations and additions', resnetLayers(1, 3)],
  ])('%s answer the sum of both, to the bit', (_, layers) => {
    const student = weighted(layers, 1);
    const assistant = weighted(mlpLayers(7, 5), 2);
    const both = together(student, assistant, LOGITS);
    expect(answers(both, lastOf(both))).toEqual(sum(answers(student), answers(assistant)));
    const cost = (of: Weighted): number => networkShape(of.layers, INPUT).parameters;
    expect(cost(both)).toBe(cost(student) + cost(assistant));
  });

  test('meet in the middle: the rest of the student goes on from the sum, and what the assistant has behind it is left out', () => {
    const student = weighted(lenetLayers(3, 4, 8), 1);
    const assistant = weighted(lenetLayers(5, 4, 6), 2);
    const both = together(student, assistant, { at: 'max-pool-6', with: 'max-pool-6' });
    const middle = sum(answers(student, 'max-pool-6'), answers(assistant, 'max-pool-6'));
    expect(answers(both, 'assisted')).toEqual(middle);
    expect(lastOf(both)).toBe('logits');
    expect(both.layers.find((it) => it.id === 'flatten-7')?.from).toEqual(['assisted']);
    expect(both.layers.some((it) => it.id === 'assistant.logits')).toBe(false);
    expect(answers(both)).not.toEqual(answers(student));
  });

  test('have an assistant of their own', () => {
    const [first, second, third] = [1, 2, 3].map((seed) => weighted(mlpLayers(6), seed)) as [
      Weighted,
      Weighted,
      Weighted,
    ];
    const both = together(first, second, LOGITS);
    const all = together(both, third, LOGITS);
    const two = sum(answers(first), answers(second));
    expect(answers(all, lastOf(all))).toEqual(sum(two, answers(third)));
  });

  test('are refused where the layers differ, are not there, or read other images', () => {
    const student = weighted(mlpLayers(9), 1);
    const refuse = (assistant: Weighted, meeting: Meeting) => () =>
      assistedLayers(student, assistant, meeting);
    expect(refuse(weighted(mlpLayers(7), 2), { at: 'dense-2', with: 'dense-2' })).toThrow(
      /equal shapes.*9 and 7/,
    );
    expect(refuse(weighted(mlpLayers(7), 2), { at: 'dense-8', with: '' })).toThrow(
      'the student has no layer dense-8: it has flatten-1',
    );
    const others: Layer[] = chain([{ kind: 'flatten' }, { kind: 'dense', units: 10 }]);
    expect(refuse({ layers: others, input: [4, 4, 1], weights: new Map() }, LOGITS)).toThrow(
      'the student takes 12×12×1 and the assistant 4×4×1',
    );
  });
});
