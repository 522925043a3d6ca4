import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { acceptsDrawn, refuseDrawn } from '../../../renderer/canvas/refuse-drawn.ts';
import { definitions } from '../../../renderer/catalogue.ts';
import type { DrawnWire } from '../../../renderer/stores/view.ts';
import { refuseWire } from '../../../src/pipeline/connect.ts';
import type { Document, End, Wire } from '../../../src/pipeline/document.ts';
import { anyDrawing } from './any-drawing.ts';
import { drawing } from './drawing.ts';

function* ports(document: Document, side: 'inputs' | 'outputs'): Iterable<End> {
  for (const [node, { type }] of Object.entries(document.nodes))
    for (const port of Object.keys(definitions.get(type)?.[side] ?? {})) yield { node, port };
}

describe('the ports that a drawn wire may end at', () => {
  it('are those to which the check would let it be drawn, in any document', () => {
    fc.assert(
      fc.property(anyDrawing, (document) => {
        for (const from of ports(document, 'outputs')) {
          const forward: DrawnWire = { end: from, side: 'output' };
          for (const to of ports(document, 'inputs')) {
            const wire: Wire = { from, to };
            const allowed = refuseWire(document, definitions, wire) === undefined;
            const back: DrawnWire = { end: to, side: 'input' };
            expect([wire, acceptsDrawn(document, forward, wire)]).toEqual([wire, allowed]);
            expect([wire, acceptsDrawn(document, back, wire)]).toEqual([wire, allowed]);
          }
        }
      }),
      { numRuns: 150 },
    );
  });

  it('leave out a student where a teacher belongs, and say so', () => {
    const document = drawing(
      {
        data: 'data.mnist',
        net: 'network.mlp',
        student: 'model.student',
        loss: 'loss.tempered-softmax',
      },
      ['data.data > student.data', 'net.network > student.network'],
    );
    const drawn: DrawnWire = { end: { node: 'student', port: 'logits' }, side: 'output' };
    const wire = { from: drawn.end, to: { node: 'loss', port: 'teacher' } };
    expect(acceptsDrawn(document, drawn, wire)).toBe(false);
    expect(refuseDrawn(document, drawn, wire)?.code).toBe('teacher-trained');
    expect(acceptsDrawn(document, drawn, { ...wire, to: { node: 'loss', port: 'student' } })).toBe(true);
  });

  it('leave out what would close a circle', () => {
    const document = drawing({ a: 'data.image-transform', b: 'data.image-transform' }, ['a.data > b.data']);
    const drawn: DrawnWire = { end: { node: 'b', port: 'data' }, side: 'output' };
    const wire = { from: drawn.end, to: { node: 'a', port: 'data' } };
    expect(acceptsDrawn(document, drawn, wire)).toBe(false);
    expect(refuseDrawn(document, drawn, wire)?.code).toBe('cycle');
  });

  it('do not count a wire against itself while it is pulled off', () => {
    const document = drawing({ a: 'data.image-transform', b: 'data.image-transform' }, ['a.data > b.data']);
    const back = { from: { node: 'b', port: 'data' }, to: { node: 'a', port: 'data' } };
    const drawn: DrawnWire = { end: back.from, side: 'output', pulled: 'wire-0' };
    expect(acceptsDrawn(document, drawn, back)).toBe(true);
  });
});
