import { describe, expect, it } from 'vitest';
import { problemsByParam } from '../../../renderer/inspector/problems-by-param.ts';
import { problemsInOrder } from '../../../renderer/inspector/problems-in-order.ts';
import { checkedGraph } from '../../../renderer/stores/document.ts';
import { problem } from '../../../src/pipeline/problem.ts';
import { drawing } from '../canvas/drawing.ts';

describe('problems of a node', () => {
  it('stand beside their fields, those inside of a value too; the others stand above', () => {
    const document = drawing({ net: { type: 'network.mlp', params: { hidden: [0] as never[], odd: 3 } } });
    const { problems } = checkedGraph(document);
    const mine = problems.filter((it) => it.node === 'net');
    const { of, rest } = problemsByParam(mine, new Set(['hidden', 'activation', 'dropout']));
    expect([...of.keys()]).toEqual(['hidden']);
    expect(of.get('hidden')).toMatchObject([{ code: 'parameter', param: 'hidden.0' }]);
    expect(rest).toMatchObject([{ code: 'parameter', param: 'odd' }]);
  });

  it('come with errors first', () => {
    const [a, b, c] = ['warning', 'error', 'warning'].map((severity, at) =>
      problem({ code: `p${at}`, severity: severity as 'error', message: '' }),
    );
    expect(problemsInOrder([a, b, c].flatMap((it) => it ?? [])).map((it) => it.code)).toEqual([
      'p1',
      'p0',
      'p2',
    ]);
  });
});
