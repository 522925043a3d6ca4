import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GRID } from '../../../renderer/canvas/grid.ts';
import { cardSize, centredAt, freePlace, nodeAreas, portPlace } from '../../../renderer/canvas/place-node.ts';
import { definitions } from '../../../renderer/catalogue.ts';
import { checkedGraph } from '../../../renderer/stores/document.ts';
import type { NodeDefinition } from '../../../src/nodes/define.ts';
import { starter } from './drawing.ts';

const mlp = definitions.get('network.mlp') as NodeDefinition;
const overlaps = (a: { x: number; y: number; width: number; height: number }, b: typeof a): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

describe('the place of a new node', () => {
  it('is where it was wished for, if nothing is there', () => {
    expect(freePlace({ x: 40, y: 60 }, cardSize(mlp), [])).toEqual({ x: 40, y: 60 });
  });

  it('covers no other node, however they lie, and stays on the grid', () => {
    const coordinate = fc.integer({ min: -40, max: 40 }).map((it) => it * GRID);
    const area = fc.record({
      x: coordinate,
      y: coordinate,
      width: fc.integer({ min: 20, max: 400 }),
      height: fc.integer({ min: 20, max: 400 }),
    });
    fc.assert(
      fc.property(fc.array(area, { maxLength: 25 }), coordinate, coordinate, (taken, x, y) => {
        const place = freePlace({ x, y }, cardSize(mlp), taken);
        for (const it of taken) expect(overlaps({ ...place, ...cardSize(mlp) }, it)).toBe(false);
        expect([Math.abs(place.x % GRID), Math.abs(place.y % GRID)]).toEqual([0, 0]);
      }),
    );
  });

  it('is never far, even among nodes added one after another', () => {
    const taken: { x: number; y: number; width: number; height: number }[] = [];
    for (let count = 0; count < 30; count += 1)
      taken.push({ ...freePlace({ x: 0, y: 0 }, cardSize(mlp), taken), ...cardSize(mlp) });
    for (const [at, it] of taken.entries())
      for (const other of taken.slice(at + 1)) expect(overlaps(it, other)).toBe(false);
    const away = taken.map(({ x, y }) => Math.hypot(x, y));
    expect(Math.max(...away)).toBeLessThan(2000);
  });

  it('has its middle at the pointer where it is dropped', () => {
    const { width, height } = cardSize(mlp);
    expect(centredAt(mlp, { x: 500, y: 500 }, false)).toEqual({
      x: Math.round(500 - width / 2),
      y: Math.round(500 - height / 2),
    });
    const { x, y } = centredAt(mlp, { x: 503, y: 499 }, true);
    expect([x % GRID, y % GRID]).toEqual([0, 0]);
  });

  it('has its port at the pointer where a wire is led to it', () => {
    const document = starter();
    const at = { x: 1000, y: 1000 };
    const place = (port: string, side: 'input' | 'output', node: string, type: string) =>
      portPlace(
        document,
        checkedGraph(document),
        { end: { node, port }, side },
        definitions.get(type) as NodeDefinition,
        at,
        false,
      );
    expect(place('logits', 'output', 'student', 'loss.tempered-softmax').x).toBe(1000);
    expect(place('optimizer', 'input', 'trainer', 'optimizer.sgd').x).toBe(1000 - cardSize(mlp).width);
    const first = place('logits', 'output', 'student', 'loss.tempered-softmax').y;
    const second = place('logits', 'output', 'teacher', 'loss.tempered-softmax').y;
    expect(first - second).toBe(20);
  });

  it('takes the size of a card as it is drawn, where it was', () => {
    const drawn = { x: 1, y: 2, width: 300, height: 77 };
    const areas = nodeAreas(starter(), (id) => (id === 'mnist' ? drawn : undefined));
    expect(areas.mnist).toEqual({ ...starter().nodes.mnist?.position, width: 300, height: 77 });
    expect(areas.trainer?.height).toBe(cardSize(definitions.get('training.trainer')).height);
  });
});
