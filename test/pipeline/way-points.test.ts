import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { check } from '../../src/pipeline/check.ts';
import { LIMITS } from '../../src/pipeline/document.ts';
import { setNodeState } from '../../src/pipeline/edits.ts';
import { duplicate } from '../../src/pipeline/fragment.ts';
import { formatDocument, parseDocument } from '../../src/pipeline/text.ts';
import {
  addWayPoint,
  moveWayPoints,
  setWayPoints,
  wayPointsBetween,
  withoutWayPoints,
} from '../../src/pipeline/way-points.ts';
import { anyDocument, definitions, drawn } from './arbitrary.ts';

const chain = drawn({ a: 'test.source', w: 'test.weigh', g: 'test.goal' }, [
  'a.loss > w.loss',
  'w.loss > g.loss',
]);
const at = (x: number, y = 0) => ({ x, y });
const ends = [at(0), at(100)] as const;

describe('the way points of a wire', () => {
  test('stand in the order of the way, wherever they are added', () => {
    const one = addWayPoint(chain, 'wire-0', at(50, 10), ends);
    const two = addWayPoint(one, 'wire-0', at(80, 5), ends);
    const three = addWayPoint(two, 'wire-0', at(20, 5), ends);
    expect(three.wires['wire-0']?.via).toEqual([at(20, 5), at(50, 10), at(80, 5)]);
    expect(three.wires['wire-1']).toBe(chain.wires['wire-1']);
    expect(setWayPoints(three, 'wire-0', [])).toEqual(chain);
    expect(setWayPoints(chain, 'wire-0', [])).toBe(chain);
    expect(setWayPoints(chain, 'nobody', [at(1)])).toBe(chain);
    expect(setWayPoints(chain, 'wire-0', [at(Number.NaN)])).toBe(chain);
  });

  test('say nothing of what flows: the check is the same, types, order and problems', () => {
    fc.assert(
      fc.property(anyDocument, (document) => {
        const plain = Object.keys(document.wires).reduce((it, id) => setWayPoints(it, id, []), document);
        const led = Object.keys(plain.wires).reduce((it, id) => setWayPoints(it, id, [at(7, 7)]), plain);
        const [first, second] = [check(plain, definitions), check(led, definitions)];
        expect(second.problems).toEqual(first.problems);
        expect(second.wires).toEqual(first.wires);
        expect(second.order).toEqual(first.order);
      }),
      { numRuns: 200 },
    );
  });

  test('go along when both ends are moved, copied or pasted, and go when both are arranged', () => {
    const led = setWayPoints(setWayPoints(chain, 'wire-0', [at(10)]), 'wire-1', [at(20), at(30)]);
    const between = wayPointsBetween(led, new Set(['w', 'g']));
    expect(between).toEqual({ 'wire-1': [0, 1] });
    expect(moveWayPoints(led, between, at(5, 6)).wires['wire-1']?.via).toEqual([at(25, 6), at(35, 6)]);
    const copy = duplicate(led, new Set(['w', 'g']), at(100, 100)).document;
    const fresh = Object.values(copy.wires).find((it) => it.from.node === 'w-2');
    expect(fresh?.via).toEqual([at(120, 100), at(130, 100)]);
    const arranged = withoutWayPoints(led, new Set(['w', 'g']));
    expect(Object.keys(arranged.wires['wire-1'] ?? {})).toEqual(['from', 'to']);
    expect(arranged.wires['wire-0']).toBe(led.wires['wire-0']);
  });

  test('are kept by the file, of format 2, and stay where a wire goes through a bypassed node', () => {
    const led = setWayPoints(chain, 'wire-1', [at(20)]);
    expect(formatDocument(led)).toContain('"potstill": 2');
    expect(parseDocument(formatDocument(led))).toEqual({ ok: true, value: led });
    expect(check(setNodeState(led, ['w'], 'bypassed'), definitions).problems).toEqual([]);
    const many = Array.from({ length: LIMITS.wayPoints + 9 }, (_, x) => at(x));
    expect(setWayPoints(chain, 'wire-0', many).wires['wire-0']?.via).toHaveLength(LIMITS.wayPoints);
  });
});
