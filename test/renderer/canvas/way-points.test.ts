import fc from 'fast-check';
import { beforeEach, describe, expect, test } from 'vitest';
import { moveTo, nudgeSelected } from '../../../renderer/canvas/canvas-edits.ts';
import { frameSelected, heldBy, moveFrame } from '../../../renderer/canvas/frame-edits.ts';
import { addWayPointTo, moveWayPoint, removeWayPoint } from '../../../renderer/canvas/way-point-edits.ts';
import { curveThrough } from '../../../renderer/canvas/wire-curve.ts';
import { edit, replaceDocument, undoEdit, useDocument } from '../../../renderer/stores/document.ts';
import { select } from '../../../renderer/stores/view.ts';
import { setWayPoints } from '../../../src/pipeline/way-points.ts';
import { compile } from '../../../src/runtime/compile/compile.ts';
import { drawing, starter } from './drawing.ts';

const now = () => useDocument.getState().document;
const via = () => now().wires['wire-0']?.via;
const steps = () => useDocument.getState().history.past.map((it) => it.label);

beforeEach(() => {
  replaceDocument(drawing({ a: 'data.mnist', b: 'data.split' }, ['a.data > b.data']));
  select([]);
});

describe('a way point', () => {
  test('is added in the middle of a wire, dragged in one step and removed; the wire is then as it was', () => {
    const before = now();
    addWayPointTo('wire-0');
    expect(via()).toEqual([{ x: 260, y: 60 }]);
    for (const x of [300, 320, 355]) moveWayPoint('wire-0', 0, { x, y: 200 }, 'drag 1');
    expect(via()).toEqual([{ x: 360, y: 200 }]);
    expect(steps()).toEqual(['Add way point', 'Move way point']);
    removeWayPoint('wire-0', 0);
    expect(now()).toEqual(before);
    undoEdit();
    undoEdit();
    expect(via()).toEqual([{ x: 260, y: 60 }]);
  });

  test('goes along with both of its nodes and with the frame that holds it, and stays when one moves alone', () => {
    edit('led', (it) => setWayPoints(it, 'wire-0', [{ x: 260, y: 60 }]));
    moveTo({ nodes: { a: { x: 0, y: 40 } }, notes: {} });
    expect(via()).toEqual([{ x: 260, y: 60 }]);
    moveTo({ nodes: { a: { x: 20, y: 80 }, b: { x: 320, y: 40 } }, notes: {} });
    expect(via()).toEqual([{ x: 280, y: 100 }]);
    select(['a', 'b']);
    nudgeSelected({ x: 0, y: 20 });
    expect(via()).toEqual([{ x: 280, y: 120 }]);
    frameSelected();
    const to = moveFrame(now(), 'frame', heldBy(now(), 'frame'), { x: 100, y: 0 });
    expect(to.wires['wire-0']?.via).toEqual([{ x: 380, y: 120 }]);
  });

  test('changes nothing of the plan', () => {
    const [wire = ''] = Object.keys(starter().wires);
    const plain = compile(starter());
    const led = compile(setWayPoints(starter(), wire, [{ x: 9, y: 9 }]));
    expect(plain.ok && led.ok && led.value.hash === plain.value.hash).toBe(true);
  });
});

describe('the curve of a wire', () => {
  const numbers = (path: string): number[] => path.match(/-?\d+(\.\d+)?/g)?.map(Number) ?? [];

  test('passes through every point, in order, and leaves and comes level', () => {
    const point = fc.record({
      x: fc.integer({ min: -900, max: 900 }),
      y: fc.integer({ min: -900, max: 900 }),
    });
    fc.assert(
      fc.property(fc.array(point, { minLength: 2, maxLength: 6 }), (points) => {
        const found = numbers(curveThrough(points).path);
        expect(found).toHaveLength(2 + 6 * (points.length - 1));
        points.forEach(({ x, y }, at) => {
          const end = at === 0 ? 0 : 2 + 6 * at - 2;
          expect([found[end], found[end + 1]]).toEqual([x, y]);
        });
        expect(found[3]).toBe(points[0]?.y);
        expect(found.at(-3)).toBe(points.at(-1)?.y);
      }),
    );
  });

  test('has its words in the middle of its longest piece', () => {
    const { middle, span } = curveThrough([
      { x: 0, y: 0 },
      { x: 20, y: 0 },
      { x: 220, y: 0 },
    ]);
    expect(span).toBe(200);
    expect(middle).toEqual({ x: 120, y: 0 });
  });
});
