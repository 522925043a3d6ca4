import { describe, expect, test } from 'vitest';
import { ancestorsOf } from '../../../src/nodes/model/averaged-weights/ancestors.ts';
import type { Document } from '../../../src/pipeline/document.ts';
import type { Network } from '../../../src/plan/plan.ts';
import { souped } from '../engine/graph/taught-documents.ts';
import { mlpLayers, network } from '../engine/plans.ts';
import { planOf, problemsOf, withParams } from './templates.ts';

type Node = Document['nodes'][string];

const meanIn = (document: Document) => {
  const { networks } = planOf(document).plan;
  return networks.filter((it) => it.start.kind === 'derived' && it.start.op === 'start.averaged-weights');
};
/** What a model that goes on from the first teacher begins with instead. */
const begun = (of: string, network: string): Document => {
  const document = souped({});
  const from = { node: network, port: 'network' };
  const wires = { ...document.wires, [`${of}-network`]: { from, to: { node: of, port: 'network' } } };
  return { ...document, wires };
};
/** The mean of the first teacher and one that goes on from it. */
const withAncestor = (): Document => {
  const document = souped({});
  const from = { node: 'teacher', port: 'model' };
  const wires = { ...document.wires, 'mean-two': { from, to: { node: 'mean', port: 'model2' } } };
  return { ...document, wires };
};

describe('a mean of weights', () => {
  test('is made of models that began with all weights of one, and is a teacher and a beginning', () => {
    const means = meanIn(souped({}));
    expect(means.map((it) => it.role).sort()).toEqual(['student', 'teacher']);
    const [one, other] = means.map((it) => it.start.kind === 'derived' && it.start.from);
    expect(one).toHaveLength(2);
    expect(one).toEqual(other);
  });

  test('may be made of a model and what went on from it', () => {
    expect(problemsOf(withAncestor())).toEqual([]);
  });

  test('is refused where a model was drawn apart, at its own port', () => {
    const [problem] = problemsOf(begun('two', 'teacher-network'));
    expect(problem).toMatchObject({ code: 'average-ancestor', node: 'mean', port: 'model2' });
    expect(problem?.message).toContain('Model 2');
    expect(problemsOf(withParams(begun('two', 'teacher-network'), 'mean', { ancestor: 'unknown' }))).toEqual(
      [],
    );
  });

  test('is refused where both began with a part of one model alone', () => {
    // 16 of its 20 units were chosen for both alike, and what they read was cut as well.
    const document = souped({});
    const { teacher, 'teacher-network': network } = document.nodes as Record<string, Node>;
    const join = (from: string, output: string, to: string, input: string) => ({
      [`${to}-${input}`]: { from: { node: from, port: output }, to: { node: to, port: input } },
    });
    const narrowed = {
      ...document,
      nodes: {
        ...document.nodes,
        wide: { ...(network as Node), params: { hidden: [20] } },
        first: teacher as Node,
      },
      wires: {
        ...document.wires,
        ...join('first', 'model', 'copied', 'model'),
        ...join('wide', 'network', 'first', 'network'),
        ...join('transform', 'data', 'first', 'data'),
      },
    };
    expect(problemsOf(narrowed)[0]).toMatchObject({ code: 'average-ancestor', port: 'model2' });
  });

  test('finds ancestors through copies of all layers, and for a trunk past a last layer that began anew', () => {
    const layers = mlpLayers(4);
    const copy = (id: string, kept: readonly string[]): Network =>
      network(id, layers, {
        start: {
          kind: 'derived',
          op: 'start.copy',
          args: { layers: kept.map((it) => ({ to: it, from: it })), channels: 'equal' },
          from: ['network-1'],
          stream: id,
        },
      });
    const whole = ['dense-2', 'logits'];
    const all = [
      network('network-1', layers),
      copy('network-2', whole),
      copy('network-3', ['dense-2']),
      copy('network-4', ['logits']),
    ];
    const find = (id: string): Network => all.find((it) => it.id === id) ?? expect.fail(id);
    const line = (id: string, average: 'weights' | 'trunkWeights') => [...ancestorsOf(id, find, average)];
    expect(line('network-2', 'weights')).toEqual(['network-2', 'network-1']);
    expect(line('network-3', 'weights')).toEqual(['network-3']);
    expect(line('network-3', 'trunkWeights')).toEqual(['network-3', 'network-1']);
    expect(line('network-4', 'trunkWeights')).toEqual(['network-4']);
  });

  test('finds no ancestor where layers changed places', () => {
    const layers = mlpLayers(4, 4, 4);
    const [first, second, third] = ['dense-2', 'dense-4', 'dense-6'];
    const copied = (to: readonly string[]): Network =>
      network('network-2', layers, {
        start: {
          kind: 'derived',
          op: 'start.copy',
          args: {
            layers: [first, second, third, 'logits'].map((from, at) => ({ to: to[at] ?? from, from })),
            channels: 'equal',
          },
          from: ['network-1'],
          stream: 'copy',
        },
      });
    const line = (own: Network) =>
      ancestorsOf(own.id, (id) => (id === own.id ? own : network(id, layers)), 'weights');
    expect(layers.map((it) => it.id)).toEqual(expect.arrayContaining([first, second, third]));
    expect([...line(copied([first, second, third] as string[]))]).toEqual(['network-2', 'network-1']);
    expect([...line(copied([first, third, second] as string[]))]).toEqual(['network-2']);
  });

  test('is refused where layers differ, before anything is compiled', () => {
    const document = begun('two', 'student-network');
    const [problem] = problemsOf(document);
    expect(problem).toMatchObject({ code: 'average-layers', node: 'mean', port: 'model2' });
    expect(problem?.message).toContain('units 16');
    expect(problem?.message).toContain('units 12');
  });
});
