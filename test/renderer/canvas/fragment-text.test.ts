import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fragmentText, pasteCentred, readFragment } from '../../../renderer/canvas/fragment-text.ts';
import { GRID } from '../../../renderer/canvas/grid.ts';
import type { Document } from '../../../src/pipeline/document.ts';
import { anyDocument } from '../../pipeline/arbitrary.ts';
import { starter } from './drawing.ts';

function copied(document: Document, ids: Iterable<string>): Document {
  const read = readFragment(fragmentText(document, new Set(ids)));
  if (!read.ok) throw new Error(read.problem.message);
  return read.value;
}

describe('what is copied', () => {
  it('comes back from the clipboard as it was, from any document', () => {
    fc.assert(
      fc.property(anyDocument, fc.integer({ min: 1, max: 7 }), (document, mask) => {
        const ids = Object.keys(document.nodes).filter((_, at) => (mask >> (at % 3)) & 1);
        const fragment = copied(document, ids);
        expect(Object.keys(fragment.nodes).sort()).toEqual([...ids].sort());
        for (const id of ids) expect(fragment.nodes[id]).toEqual(document.nodes[id]);
        for (const [id, wire] of Object.entries(fragment.wires)) {
          expect(document.wires[id]).toEqual(wire);
          expect(ids).toContain(wire.from.node);
          expect(ids).toContain(wire.to.node);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('is pasted under new ids with the wires among it, and leaves what was there alone', () => {
    const document = starter();
    const pasted = pasteCentred(
      document,
      copied(document, ['student', 'distillation']),
      { x: 0, y: 0 },
      true,
    );
    expect(pasted.nodes).toEqual(expect.arrayContaining(['student-2', 'distillation-2']));
    expect(Object.keys(pasted.document.nodes)).toHaveLength(Object.keys(document.nodes).length + 2);
    const fresh = Object.values(pasted.document.wires).filter((it) => it.from.node === 'student-2');
    expect(fresh).toEqual([
      { from: { node: 'student-2', port: 'logits' }, to: { node: 'distillation-2', port: 'student' } },
    ]);
    for (const [id, node] of Object.entries(document.nodes)) expect(pasted.document.nodes[id]).toBe(node);
  });

  it('is pasted around the pointer, on the grid, and not exactly over an earlier paste', () => {
    const document = starter();
    const fragment = copied(document, ['student']);
    const at = { x: 5003, y: -3998 };
    const once = pasteCentred(document, fragment, at, true);
    const twice = pasteCentred(once.document, fragment, at, true);
    const first = once.document.nodes['student-2']?.position ?? { x: 0, y: 0 };
    const second = twice.document.nodes['student-3']?.position ?? { x: 0, y: 0 };
    expect(Math.abs(first.x + 110 - at.x)).toBeLessThanOrEqual(GRID);
    expect(first.x % GRID).toBe(0);
    expect(second).toEqual({ x: first.x + 2 * GRID, y: first.y + 2 * GRID });
  });
});

describe('a clipboard that holds something else', () => {
  it.each(['', 'a shopping list', '[1, 2]', '{"potstil": 1}', '42'])('%j is told to be no nodes', (text) => {
    const read = readFragment(text);
    expect(read).toMatchObject({ ok: false, problem: { code: 'clipboard-foreign' } });
  });

  it('is read with the distrust of a file', () => {
    const read = readFragment('{"potstill": 1, "__proto__": {}}');
    expect(read).toMatchObject({ ok: false, problem: { code: 'document-key' } });
  });
});
