import { describe, expect, it } from 'vitest';
import { wireViews } from '../../../renderer/canvas/wire-view.ts';
import { moveNodes, setNodeState } from '../../../src/pipeline/edits.ts';
import { drawing, starter } from './drawing.ts';

describe('a wire', () => {
  it('takes the colour of the output that it leaves and carries its shape', () => {
    const document = drawing({ data: 'data.mnist', loss: 'loss.cross-entropy' }, ['data.data > loss.labels']);
    expect(wireViews(document).get('wire-0')).toEqual({
      kind: 'data',
      idle: false,
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

  it('rests where one of its ends is muted, and goes on through what is bypassed', () => {
    const chain = drawing({ data: 'data.mnist', t: 'data.image-transform', s: 'data.split' }, [
      'data.data > t.data',
      't.data > s.data',
    ]);
    const idle = (state: 'muted' | 'bypassed', ...ids: string[]): boolean[] =>
      [...wireViews(setNodeState(chain, ids, state)).values()].map((it) => it.idle);
    expect(idle('muted', 't')).toEqual([true, true]);
    expect(idle('muted', 's')).toEqual([false, true]);
    expect(idle('bypassed', 't')).toEqual([false, false]);
    expect(idle('bypassed', 't', 's')).toEqual([false, false]);
  });

  it('keeps its view while nodes move', () => {
    const before = starter();
    const views = wireViews(before);
    const moved = wireViews(moveNodes(before, { mnist: { x: -500, y: 0 } }));
    for (const [id, view] of views) expect(moved.get(id)).toBe(view);
  });
});
