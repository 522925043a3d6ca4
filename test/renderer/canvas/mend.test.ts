import { beforeEach, describe, expect, it } from 'vitest';
import { mend, remediesOf, roomBetween } from '../../../renderer/canvas/mend.ts';
import { cardSize, nodeAreas } from '../../../renderer/canvas/place-node.ts';
import { definitions } from '../../../renderer/catalogue.ts';
import { checkedGraph, replaceDocument, undoEdit, useDocument } from '../../../renderer/stores/document.ts';
import { useView } from '../../../renderer/stores/view.ts';
import type { Remedy } from '../../../src/pipeline/remedies/remedy.ts';
import { drawing } from './drawing.ts';

/** A student and a teacher whose layers differ, and a loss that wants them equal. */
const drawn = () =>
  drawing(
    {
      data: 'data.mnist',
      small: 'network.lenet',
      large: { type: 'network.mlp', params: { hidden: [77] as never[] } },
      student: 'model.student',
      teacher: 'model.teacher',
      loss: 'loss.feature-distance',
    },
    [
      'data.data > student.data',
      'data.data > teacher.data',
      'small.network > student.network',
      'large.network > teacher.network',
      'student.layer:dense-1 > loss.student',
      'teacher.layer:dense-1 > loss.teacher',
    ],
  );

const remedy = (): Remedy => {
  const { document } = useDocument.getState();
  const problem = checkedGraph(document).problems.find((it) => it.code === 'shape');
  const [found] = problem ? remediesOf(document, problem) : [];
  if (!found) throw new Error('nothing is offered');
  return found;
};

describe('a press that mends', () => {
  beforeEach(() => replaceDocument(drawn()));

  it('is one step of the history, and selects what it added', () => {
    const { document } = useDocument.getState();
    mend(remedy(), document);
    expect(useDocument.getState().document.nodes.projector).toBeDefined();
    expect([...useView.getState().nodes]).toEqual(['projector']);
    expect(undoEdit()).toBe('Insert a projector');
    expect(useDocument.getState().document).toEqual(document);
  });

  it('does nothing to a document that is another by now', () => {
    const { document } = useDocument.getState();
    const late = remedy();
    replaceDocument(drawing({ data: 'data.mnist' }));
    mend(late, document);
    expect(Object.keys(useDocument.getState().document.nodes)).toEqual(['data']);
  });

  it('puts the node between the two, where it covers no other', () => {
    const { document } = useDocument.getState();
    const projector = definitions.get('model.projector');
    if (!projector) throw new Error('no projector');
    const at = roomBetween(document, projector, ['student', 'loss']);
    const size = cardSize(projector);
    for (const area of Object.values(nodeAreas(document)))
      expect(
        at.x + size.width <= area.x ||
          area.x + area.width <= at.x ||
          at.y + size.height <= area.y ||
          area.y + area.height <= at.y,
      ).toBe(true);
    const apart = { ...document, nodes: { ...document.nodes } };
    apart.nodes.loss = {
      ...(document.nodes.loss as NonNullable<typeof document.nodes.loss>),
      position: { x: 2400, y: 0 },
    };
    const middle = roomBetween(apart, projector, ['teacher', 'loss']);
    expect(middle.x).toBeGreaterThan(1420);
    expect(middle.x + size.width).toBeLessThan(2400);
  });
});
