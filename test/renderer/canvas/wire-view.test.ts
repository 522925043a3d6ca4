import { describe, expect, it } from 'vitest';
import { wireViews } from '../../../renderer/canvas/wire-view.ts';
import { moveNodes } from '../../../src/pipeline/edits.ts';
import { drawing, starter } from './drawing.ts';

describe('a wire', () => {
  it('takes the colour of the output that it leaves and carries its shape', () => {
    const document = drawing({ data: 'data.mnist', loss: 'loss.cross-entropy' }, ['data.data > loss.labels']);
    expect(wireViews(document).get('wire-0')).toEqual({
      kind: 'data',
      shape: '28×28×1 · 10 classes',
      problem: undefined,
      spoken: 'MNIST, data, to Cross-entropy, labels',
    });
  });

  it('says why it carries nothing', () => {
    const document = drawing({ data: 'data.mnist', loss: 'loss.cross-entropy' }, [
      'data.data > loss.student',
    ]);
    expect(wireViews(document).get('wire-0')?.problem?.code).toBe('student-frozen');
  });

  it('is broken where it is part of a circle, and whole where it only leads into one', () => {
    const document = drawing(
      { data: 'data.mnist', a: 'data.image-transform', b: 'data.image-transform', c: 'data.split' },
      ['a.data > b.data', 'b.data > a.data', 'b.data > c.data'],
    );
    const codes = [...wireViews(document).values()].map((it) => it.problem?.code);
    expect(codes).toEqual(['cycle', 'cycle', undefined]);
  });

  it('keeps its view while nodes move', () => {
    const before = starter();
    const views = wireViews(before);
    const moved = wireViews(moveNodes(before, { mnist: { x: -500, y: 0 } }));
    for (const [id, view] of views) expect(moved.get(id)).toBe(view);
  });
});
