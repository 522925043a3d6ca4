import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readTemplates, STARTER } from '../../../renderer/gallery/templates.ts';
import { thumbnailOf } from '../../../renderer/gallery/thumbnail.ts';
import { type Document, emptyDocument } from '../../../src/pipeline/document.ts';

const folder = new URL('../../../templates/', import.meta.url);
const files = readdirSync(folder).map((file) => ({
  id: file.replace('.json', ''),
  text: readFileSync(new URL(file, folder), 'utf8'),
}));
const templates = readTemplates(files);

const drawn = (nodes: Document['nodes'], rest: Partial<Document> = {}): Document => ({
  ...emptyDocument(),
  ...rest,
  nodes,
});
const node = (type: string, x: number, y: number) => ({ type, version: 1, position: { x, y }, params: {} });

describe('The templates', () => {
  test('are all read, the starter first', () => {
    expect(templates).toHaveLength(files.length);
    expect(templates[0]?.id).toBe(STARTER);
  });

  test('go from small to large after it', () => {
    const sizes = templates.slice(1).map((it) => Object.keys(it.document.nodes).length);
    expect(sizes).toEqual(sizes.toSorted((a, b) => a - b));
  });

  test('each have a title and a description of their own', () => {
    for (const of of ['title', 'description'] as const) {
      const texts = templates.map((it) => it.document[of]);
      for (const text of texts) expect(text.trim()).not.toBe('');
      expect(new Set(texts).size).toBe(texts.length);
    }
  });

  test('that cannot be read are left out', () => {
    const [good] = files;
    const broken = { id: 'broken', text: '{ "potstill": 1' };
    expect(readTemplates([broken, ...(good ? [good] : [])]).map((it) => it.id)).toEqual([good?.id]);
  });
});

describe('The thumbnail of what is drawn beside nodes', () => {
  test('holds notes, and wires that are led far around, within its edges', () => {
    const document = drawn(
      { a: node('data.mnist', 0, 0), b: node('data.split', 300, 0) },
      {
        wires: {
          w: {
            from: { node: 'a', port: 'data' },
            to: { node: 'b', port: 'data' },
            via: [{ x: 200, y: -2000 }],
          },
        },
        notes: { n: { text: 'x', position: { x: 0, y: 3000 }, width: 200, height: 100 } },
      },
    );
    const { box, wires } = thumbnailOf(document);
    expect(box.y).toBeLessThan(-2000);
    expect(box.y + box.height).toBeGreaterThan(3100);
    expect(wires[0]?.points).toEqual([{ x: 200, y: -2000 }]);
    expect(wires[0]?.path).toContain('200 -2000');
  });
});

describe.each(templates)('The thumbnail of $id', ({ document }) => {
  const { box, cards, wires } = thumbnailOf(document);

  test('shows every node in the colour of its category, and every wire in the colour of what it carries', () => {
    expect(cards.map((it) => it.id).sort()).toEqual(Object.keys(document.nodes).sort());
    expect(cards.every((it) => it.category !== undefined)).toBe(true);
    expect(wires.map((it) => it.id).sort()).toEqual(Object.keys(document.wires).sort());
    expect(wires.every((it) => it.kind !== undefined)).toBe(true);
  });

  test('holds all cards within its edges', () => {
    for (const card of cards) {
      expect(card.x).toBeGreaterThan(box.x);
      expect(card.y).toBeGreaterThan(box.y);
      expect(card.x + card.width).toBeLessThan(box.x + box.width);
      expect(card.y + card.height).toBeLessThan(box.y + box.height);
    }
  });

  test('draws no card over another, so that a picture of it can be read', () => {
    for (const a of cards)
      for (const b of cards)
        if (a.id < b.id)
          expect(
            a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y,
            `${a.id} and ${b.id}`,
          ).toBe(true);
  });

  test('ends each wire at the edges of the cards that it joins', () => {
    const card = (id: string) => cards.find((it) => it.id === id);
    for (const { id, path } of wires) {
      const { from, to } = document.wires[id] ?? {};
      const [x0, y0, , , , , x1, y1] = path.match(/-?\d+(\.\d+)?/g)?.map(Number) ?? [];
      const [start, end] = [card(from?.node ?? ''), card(to?.node ?? '')];
      expect(x0).toBe((start?.x ?? 0) + (start?.width ?? 0));
      expect(x1).toBe(end?.x);
      expect(y0).toBeGreaterThan(start?.y ?? 0);
      expect(y0).toBeLessThan((start?.y ?? 0) + (start?.height ?? 0));
      expect(y1).toBeGreaterThan(end?.y ?? 0);
      expect(y1).toBeLessThan((end?.y ?? 0) + (end?.height ?? 0));
    }
  });
});

describe('A thumbnail', () => {
  test('does not blow up a lone node, and keeps it in the middle', () => {
    const { box, cards } = thumbnailOf(drawn({ only: node('data.mnist', 5000, -3000) }));
    const [card] = cards;
    expect(box.width).toBeGreaterThan(3 * (card?.width ?? 0));
    expect(box.x + box.width / 2).toBeCloseTo((card?.x ?? 0) + (card?.width ?? 0) / 2);
    expect(box.y + box.height / 2).toBeCloseTo((card?.y ?? 0) + (card?.height ?? 0) / 2);
  });

  test('of an empty document has a size', () => {
    const { box, cards, wires } = thumbnailOf(emptyDocument());
    expect({ cards, wires }).toEqual({ cards: [], wires: [] });
    expect(box.width).toBeGreaterThan(0);
    expect(box.height).toBeGreaterThan(0);
  });

  test('shows a node of an unknown type, and leaves out a wire to nowhere', () => {
    const wires = {
      known: { from: { node: 'a', port: 'strange' }, to: { node: 'b', port: 'data' } },
      lost: { from: { node: 'a', port: 'data' }, to: { node: 'nobody', port: 'data' } },
    };
    const { cards, wires: shown } = thumbnailOf(
      drawn({ a: node('future.node', 0, 0), b: node('data.split', 400, 0) }, { wires }),
    );
    expect(cards.find((it) => it.id === 'a')?.category).toBeUndefined();
    expect(shown.map((it) => it.id)).toEqual(['known']);
  });

  test('holds frames too', () => {
    const frames = { wide: { title: 'All', position: { x: -900, y: -50 }, width: 3000, height: 400 } };
    const { box, frames: shown } = thumbnailOf(drawn({ a: node('data.mnist', 0, 0) }, { frames }));
    expect(shown).toHaveLength(1);
    expect(box.x).toBeLessThan(-900);
    expect(box.x + box.width).toBeGreaterThan(2100);
  });
});
