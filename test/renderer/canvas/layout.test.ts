import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Area, around, within } from '../../../renderer/canvas/areas.ts';
import { framed } from '../../../renderer/canvas/framed.ts';
import { GRID } from '../../../renderer/canvas/grid.ts';
import { layOut } from '../../../renderer/canvas/layout.ts';
import { nodeAreas } from '../../../renderer/canvas/place-node.ts';
import type { Document } from '../../../src/pipeline/document.ts';
import { addFrame, moveNodes, updateFrame } from '../../../src/pipeline/edits.ts';
import { parseDocument } from '../../../src/pipeline/text.ts';
import { anyDrawing } from './any-drawing.ts';

const folder = new URL('../../../templates/', import.meta.url);
const templates = readdirSync(folder).map((name) => {
  const read = parseDocument(readFileSync(new URL(name, folder), 'utf8'));
  if (!read.ok) throw new Error(`${name}: ${read.problem.message}`);
  return [name, read.value] as const;
});

/** The document as it stands after it was laid out. */
function arranged(document: Document): Document {
  const { nodes, frames } = layOut(document, nodeAreas(document));
  return Object.entries(frames).reduce(
    (next, [id, { x, y, width, height }]) => updateFrame(next, id, { position: { x, y }, width, height }),
    moveNodes(document, nodes),
  );
}

/** Pairs of cards of which one lies over the other. */
function overlaps(document: Document): string[] {
  const areas = Object.entries(nodeAreas(document));
  const over = (a: Area, b: Area): boolean =>
    a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
  return areas.flatMap(([one, a], at) =>
    areas.slice(at + 1).flatMap(([other, b]) => (over(a, b) ? [`${one} ${other}`] : [])),
  );
}

/** Wires that lead to the left. */
function backwards(document: Document): string[] {
  const areas = nodeAreas(document);
  return Object.entries(document.wires).flatMap(([id, { from, to }]) => {
    const [a, b] = [areas[from.node], areas[to.node]];
    return a && b && a.x + a.width > b.x ? [id] : [];
  });
}

/** A frame around the three nodes that lie farthest to the left, and around what lies between them. */
function withFrame(document: Document): Document {
  const left = Object.values(nodeAreas(document)).sort((a, b) => a.x - b.x || a.y - b.y);
  const { x, y, width, height } = framed(left.slice(0, 3)) as Area;
  return addFrame(document, 'left', { title: 'Left', position: { x, y }, width, height });
}

describe.each([
  ...templates,
  ...templates.map(([name, document]) => [`${name} with a frame`, withFrame(document)] as const),
])('%s, laid out', (_name, document) => {
  const next = arranged(document);

  test('leads from left to right, and no card lies over another', () => {
    expect(backwards(next)).toEqual([]);
    expect(overlaps(next)).toEqual([]);
  });

  test('does not move when it is laid out again', () => {
    expect(arranged(next)).toEqual(next);
  });

  test('keeps in each frame what was in it, and its upper left corner', () => {
    const held = (of: Document) =>
      Object.entries(of.frames).map(([id, { position, width, height }]) => [
        id,
        Object.entries(nodeAreas(of))
          .filter(([, it]) => within(it, { ...position, width, height }))
          .map(([node]) => node),
      ]);
    expect(held(next)).toEqual(held(document));
    const corner = (of: Document) => around(Object.values(nodeAreas(of)));
    expect(Math.abs((corner(next)?.x ?? 0) - (corner(document)?.x ?? 0))).toBeLessThanOrEqual(GRID);
    expect(Math.abs((corner(next)?.y ?? 0) - (corner(document)?.y ?? 0))).toBeLessThanOrEqual(GRID);
  });
});

test('any drawing can be laid out, circles and all, and no card lies over another', () => {
  fc.assert(
    fc.property(anyDrawing, (document) => {
      expect(overlaps(arranged(document))).toEqual([]);
    }),
    { numRuns: 60, seed: 3 },
  );
});

test('what is not asked for is left where it is', () => {
  const [, document] = templates[0] as (typeof templates)[number];
  const [one, two] = Object.keys(document.nodes) as [string, string];
  const areas = nodeAreas(document);
  const to = layOut(document, areas, new Set([one, two]));
  expect(Object.keys(to.nodes).sort()).toEqual([one, two].sort());
});

test('a frame of which a part alone is laid out stays as it is', () => {
  const [, document] = templates[0] as (typeof templates)[number];
  const areas = nodeAreas(document);
  const [one, two, three] = Object.keys(areas) as [string, string, string];
  const all = around([one, two, three].map((it) => areas[it] as Area)) as Area;
  const { x, y, width, height } = all;
  const owned = addFrame(document, 'own', { title: 'Own', position: { x, y }, width, height });
  expect(layOut(owned, areas, new Set([one, two])).frames).not.toHaveProperty('own');
  expect(layOut(owned, areas).frames).toHaveProperty('own');
});
