import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addNode } from '../../../renderer/canvas/add-node.ts';
import { fittingKinds } from '../../../renderer/canvas/fitting-kinds.ts';
import { addInto, addWired, newcomerPort } from '../../../renderer/canvas/newcomer.ts';
import { definitions } from '../../../renderer/catalogue.ts';
import { checkedGraph } from '../../../renderer/stores/document.ts';
import type { DrawnWire } from '../../../renderer/stores/view.ts';
import type { NodeDefinition } from '../../../src/nodes/define.ts';
import { refuseWire } from '../../../src/pipeline/connect.ts';
import type { Document } from '../../../src/pipeline/document.ts';
import { anyDrawing } from './any-drawing.ts';
import { drawing, starter } from './drawing.ts';

const AT = { x: 0, y: 0 };
const kind = (type: string): NodeDefinition => {
  const found = definitions.get(type);
  if (!found) throw new Error(`no ${type}`);
  return found;
};
const from = (node: string, port: string): DrawnWire => ({ end: { node, port }, side: 'output' });
const into = (node: string, port: string): DrawnWire => ({ end: { node, port }, side: 'input' });
const portFor = (document: Document, drawn: DrawnWire, type: string): string | undefined =>
  newcomerPort(document, checkedGraph(document), drawn, kind(type));

describe('a node added at the end of a wire', () => {
  it.each([
    [from('student', 'logits'), 'loss.tempered-softmax', 'student'],
    [from('teacher', 'logits'), 'loss.tempered-softmax', 'teacher'],
    [from('transform', 'data'), 'loss.tempered-softmax', 'labels'],
    [from('transform', 'data'), 'model.student', 'data'],
    [from('trainer', 'model'), 'result.evaluation', 'model'],
    [from('trainer', 'model'), 'model.teacher', 'model'],
    [from('distillation', 'loss'), 'training.trainer', 'loss'],
    [into('trainer', 'optimizer'), 'optimizer.sgd', 'optimizer'],
    [into('evaluation', 'teacher'), 'training.trainer', 'model'],
    [into('student', 'data'), 'data.split', 'data'],
  ] as const)('%o is wired into %s at %s', (drawn, type, port) => {
    expect(portFor(starter(), drawn, type)).toBe(port);
  });

  it('is not offered where its role is the wrong one, though it is not wired yet', () => {
    expect(portFor(starter(), into('distillation', 'student'), 'model.teacher')).toBeUndefined();
    expect(portFor(starter(), into('distillation', 'teacher'), 'model.student')).toBeUndefined();
    expect(portFor(starter(), into('distillation', 'teacher'), 'model.teacher')).toBe('logits');
  });

  it('is wired as the check allows, whatever is drawn', () => {
    fc.assert(
      fc.property(anyDrawing, fc.nat(), (document, pick) => {
        const ends: DrawnWire[] = Object.entries(document.nodes).flatMap(([node, { type }]) => [
          ...Object.keys(kind(type).outputs).map((port) => from(node, port)),
          ...Object.keys(kind(type).inputs).map((port) => into(node, port)),
        ]);
        const drawn = ends[pick % ends.length] as DrawnWire;
        for (const definition of fittingKinds(document, { wire: drawn })) {
          const bare = addNode(document, definition, AT);
          const wired = addWired(document, checkedGraph(document), drawn, definition, AT);
          const added = Object.values(wired.document.wires).find(
            (it) => it.from.node === wired.node || it.to.node === wired.node,
          );
          if (!added) throw new Error(`${definition.type} was not wired`);
          // A circle that is there already is no fault of the newcomer.
          const refused = refuseWire(bare.document, definitions, added);
          expect([added, refused?.code ?? 'cycle']).toEqual([added, 'cycle']);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('is one of all kinds where no wire is drawn', () => {
    expect(fittingKinds(starter(), {})).toHaveLength(definitions.size);
  });
});

describe('a node put into a wire', () => {
  it('leads it through', () => {
    const document = drawing({ data: 'data.mnist', student: 'model.student' }, ['data.data > student.data']);
    const added = addInto(document, checkedGraph(document), 'wire-0', kind('data.split'), AT);
    expect(added?.node).toBe('split');
    expect(Object.values(added?.document.wires ?? {})).toEqual(
      expect.arrayContaining([
        { from: { node: 'data', port: 'data' }, to: { node: 'split', port: 'data' } },
        { from: { node: 'split', port: 'data' }, to: { node: 'student', port: 'data' } },
      ]),
    );
    expect(Object.keys(added?.document.wires ?? {})).toHaveLength(2);
  });

  it('is refused where it fits at one end alone, or at none', () => {
    const document = starter();
    const [wire] = Object.entries(document.wires).find(([, it]) => it.to.port === 'student') ?? [];
    const checked = checkedGraph(document);
    expect(addInto(document, checked, wire ?? '', kind('loss.cross-entropy'), AT)).toBeUndefined();
    expect(addInto(document, checked, wire ?? '', kind('data.mnist'), AT)).toBeUndefined();
    expect(addInto(document, checked, 'no-such-wire', kind('data.split'), AT)).toBeUndefined();
  });
});
