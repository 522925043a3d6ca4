import { describe, expect, it } from 'vitest';
import { bestCells } from '../../../renderer/compare/best-cells.ts';
import { differing, parameterColumns, plainName, resultColumns } from '../../../renderer/compare/columns.ts';
import { columnOf, entry, everyColumn, unread } from './entries.ts';

const titles = (columns: readonly { title: string; of?: string }[]): string[] =>
  columns.map((it) => [it.of, it.title].filter(Boolean).join(': '));

describe('Parameters that differ', () => {
  it('are the ones of which two runs have two values', () => {
    const runs = [entry({ temperature: 2 }), entry({ temperature: 4 }), unread()];
    expect(titles(differing(parameterColumns(runs), runs))).toEqual(['Tempered softmax: Temperature']);
  });

  it('are told by their value whether it was set or is the default', () => {
    const set = entry({ nodes: { loss: { type: 'loss.tempered-softmax', params: { temperature: 4 } } } });
    const left = entry({ nodes: { loss: { type: 'loss.tempered-softmax', params: {} } } });
    const value = columnOf([set], 'temperature').cell(left);
    expect(value).toBeTypeOf('number');
    const same = entry({
      nodes: { loss: { type: 'loss.tempered-softmax', params: { temperature: value as number } } },
    });
    expect(differing(parameterColumns([left, same]), [left, same])).toEqual([]);
  });

  it('are no more when a node that other runs lack has them', () => {
    const runs = [
      entry(),
      entry({ nodes: { adam: { type: 'optimizer.adam', params: { learningRate: 0.01 } } } }),
    ];
    expect(differing(parameterColumns(runs), runs)).toEqual([]);
  });

  it('of nodes that are called alike are told apart by id, and of muted nodes there are none', () => {
    const optimizer = (params: { learningRate: number }) => ({ type: 'optimizer.adam', params });
    const runs = [0.01, 0.02].map((learningRate) =>
      entry({
        nodes: {
          a: optimizer({ learningRate }),
          b: optimizer({ learningRate }),
          c: { ...optimizer({ learningRate }), title: 'Slow' },
          d: { ...optimizer({ learningRate }), state: 'muted' },
        },
      }),
    );
    const found = parameterColumns(runs).filter((it) => it.key.startsWith('optimizer.adam'));
    expect(new Set(found.map((it) => it.of))).toEqual(new Set(['Adam (a)', 'Adam (b)', 'Slow']));
  });

  it('of a type that is not known are left out', () => {
    expect(() =>
      parameterColumns([entry({ nodes: { odd: { type: 'alien.node', params: { x: 1 } } } })]),
    ).not.toThrow();
  });
});

describe('Results', () => {
  it('are those that one of the runs was measured by', () => {
    expect(resultColumns([entry()]).map((it) => it.key)).not.toContain('alone');
    expect(resultColumns([entry({ alone: 0.96 })]).map((it) => it.key)).toEqual(
      expect.arrayContaining(['accuracy', 'teacher', 'alone', 'gain', 'parameters']),
    );
  });

  it('tell what the teacher brought against the student alone', () => {
    const run = entry({ accuracy: 0.97, alone: 0.96 });
    expect(columnOf([run], 'gain').cell(run)).toBeCloseTo(0.01);
  });

  it('have a best run where runs differ: the most accurate, the smallest', () => {
    const runs = [entry({ accuracy: 0.97, parameters: 500 }), entry({ accuracy: 0.98, parameters: 900 })];
    const best = bestCells(everyColumn(runs), runs);
    expect(best.get('accuracy')).toBe(0.98);
    expect(best.get('parameters')).toBe(500);
    expect(best.has('teacher')).toBe(false);
  });
});

it('A name is the same however it is written', () => {
  expect(plainName('Learning rate')).toBe(plainName('learning-rate'));
  expect(plainName('Learning rate')).toBe(plainName('learningRate'));
});
