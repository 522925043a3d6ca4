import { describe, expect, test } from 'vitest';
import { type Edges, nearest } from '../../../renderer/gallery/nearest.ts';

const box = (left: number, top: number, width: number, height: number): Edges => ({
  left,
  top,
  right: left + width,
  bottom: top + height,
});

// The gallery as it is laid out: a wide card, two below it, and a column at the right.
const layout = {
  starter: box(0, 100, 780, 200),
  left: box(0, 320, 380, 300),
  right: box(400, 320, 380, 300),
  empty: box(820, 60, 150, 36),
  open: box(980, 60, 120, 36),
  recent: box(820, 140, 280, 44),
};
type Name = keyof typeof layout;

function from(name: Name, arrow: Parameters<typeof nearest>[2]): Name | undefined {
  const others = (Object.keys(layout) as Name[]).filter((it) => it !== name);
  const at = nearest(
    layout[name],
    others.map((it) => layout[it]),
    arrow,
  );
  return at === undefined ? undefined : others[at];
}

describe('An arrow key', () => {
  test.each<[Name, Parameters<typeof nearest>[2], Name | undefined]>([
    ['starter', 'ArrowDown', 'left'],
    ['left', 'ArrowRight', 'right'],
    ['right', 'ArrowLeft', 'left'],
    ['right', 'ArrowUp', 'starter'],
    ['starter', 'ArrowRight', 'recent'],
    ['empty', 'ArrowRight', 'open'],
    ['empty', 'ArrowDown', 'recent'],
    ['open', 'ArrowLeft', 'empty'],
    ['recent', 'ArrowLeft', 'starter'],
    ['left', 'ArrowLeft', undefined],
    ['open', 'ArrowUp', undefined],
  ])('at %s, %s leads to %s', (name, arrow, expected) => {
    expect(from(name, arrow)).toBe(expected);
  });
});
