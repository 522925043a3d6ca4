import { describe, expect, it } from 'vitest';
import { alignNodes } from '../../../renderer/canvas/align-nodes.ts';
import { nodeTowards } from '../../../renderer/canvas/canvas-keys.ts';
import { drawing } from './drawing.ts';

describe('nodes put in line', () => {
  const card = (x: number, y: number) => ({ x, y, width: 220, height: 100 });

  it('share their left edge in a column, in the order in which they lay, without touching', () => {
    const to = alignNodes({ low: card(40, 90), high: card(0, 0), far: card(500, 700) }, 'column');
    expect(to).toEqual({ high: { x: 0, y: 0 }, low: { x: 0, y: 120 }, far: { x: 0, y: 700 } });
  });

  it('share their upper edge in a row', () => {
    const to = alignNodes({ right: card(100, 60), left: card(0, 20) }, 'row');
    expect(to).toEqual({ left: { x: 0, y: 20 }, right: { x: 240, y: 20 } });
  });
});

describe('going from node to node', () => {
  const document = drawing({ a: 'data.mnist', b: 'data.split', c: 'model.student' });
  const moved = {
    ...document,
    nodes: { ...document.nodes, low: { ...document.nodes.a, position: { x: 20, y: 400 } } as never },
  };

  it('goes to the nearest in the direction', () => {
    expect(nodeTowards(moved, 'a', { x: 1, y: 0 })).toBe('b');
    expect(nodeTowards(moved, 'c', { x: -1, y: 0 })).toBe('b');
    expect(nodeTowards(moved, 'a', { x: 0, y: 1 })).toBe('low');
  });

  it('stays where nothing lies that way', () => {
    expect(nodeTowards(moved, 'a', { x: 0, y: -1 })).toBeUndefined();
    expect(nodeTowards(moved, 'nobody', { x: 1, y: 0 })).toBeUndefined();
  });
});
