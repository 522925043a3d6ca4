import { describe, expect, it } from 'vitest';
import type { Column } from '../../../renderer/runs/column.ts';
import { StageCurves } from '../../../renderer/runs/stage-curves.ts';

const list = (column: Column | undefined): number[] =>
  Array.from({ length: column?.length ?? 0 }, (_, at) => column?.at(at) ?? Number.NaN);

const message = (steps: number[], columns: Record<string, (number | null)[]>) => ({ steps, columns });

describe('the curves of a stage', () => {
  it('keep every column as long as the steps, where one begins late or falls silent too', () => {
    const curves = new StageCurves();
    curves.append(message([1, 2], { loss: [5, 4] }));
    curves.append(message([3], { loss: [3], accuracy: [0.5] }));
    curves.append(message([4], { accuracy: [0.6] }));
    expect(list(curves.column('loss'))).toEqual([5, 4, 3, Number.NaN]);
    expect(list(curves.column('accuracy'))).toEqual([Number.NaN, Number.NaN, 0.5, 0.6]);
  });

  it('forget what came after the step that a run goes on from', () => {
    const curves = new StageCurves();
    curves.append(message([1, 2, 3, 4], { loss: [4, 3, 2, 1] }));
    curves.rewind(2);
    curves.append(message([3], { loss: [2.5] }));
    expect(list(curves.steps)).toEqual([1, 2, 3]);
    expect(list(curves.column('loss'))).toEqual([4, 3, 2.5]);
  });

  it('are smoothed anew after that', () => {
    const curves = new StageCurves();
    curves.append(message([1, 2], { loss: [4, 1000] }));
    curves.smoothed('loss', 0.5);
    curves.rewind(1);
    curves.append(message([2], { loss: [4] }));
    expect(list(curves.smoothed('loss', 0.5))).toEqual([4, 4]);
  });

  it('have none of a name that never came', () => {
    expect(new StageCurves().smoothed('loss', 0.5)).toBeUndefined();
  });
});
