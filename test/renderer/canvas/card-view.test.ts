import { describe, expect, it } from 'vitest';
import { networkSize, tellingParams } from '../../../renderer/canvas/card-content.ts';
import { cardViews, severityOf } from '../../../renderer/canvas/card-view.ts';
import { cardSize } from '../../../renderer/canvas/place-node.ts';
import { definitions } from '../../../renderer/catalogue.ts';
import { checkedGraph } from '../../../renderer/stores/document.ts';
import { addWire, moveNodes, setNodeTitle, setParam } from '../../../src/pipeline/edits.ts';
import { drawing, starter } from './drawing.ts';

describe('the card of a node', () => {
  it('names the node, and its kind where the person gave it another name', () => {
    const document = setNodeTitle(starter(), 'student', 'Small one');
    expect(cardViews(document).get('student')).toMatchObject({ title: 'Small one', kind: 'Student' });
    expect(cardViews(document).get('mnist')).toMatchObject({ title: 'MNIST', kind: undefined });
  });

  it('shows what flows through each port once it is known', () => {
    const view = cardViews(starter()).get('student');
    expect(view?.inputs.map((it) => [it.port, it.shape, it.wire !== undefined])).toEqual([
      ['network', undefined, true],
      ['data', '28×28×1 · 10 classes', true],
    ]);
    expect(view?.outputs).toMatchObject([{ port: 'logits', shape: 'n×10', kind: 'activation' }]);
  });

  it('lists the layers of a network that has met its data, and puts those that are wired among the outputs', () => {
    const view = cardViews(starter()).get('teacher');
    expect(view?.layers.map((it) => [it.title, it.shape])).toContainEqual(['conv2d-1', 'n×28×28×16']);
    expect(view?.outputs.map((it) => it.port)).toEqual(['logits', 'model']);
    const from = { node: 'teacher', port: 'layer:conv2d-1' };
    const tapped = addWire(starter(), { from, to: { node: 'distillation', port: 'nowhere' } }, 'tap');
    expect(
      cardViews(tapped)
        .get('teacher')
        ?.outputs.map((it) => it.port),
    ).toEqual(['logits', 'model', 'layer:conv2d-1']);
    expect(cardViews(starter()).get('trainer')?.layers).toEqual([]);
  });

  it('tells first the parameters that the person set, in the order of the form', () => {
    const node = {
      type: 'training.trainer',
      version: 1,
      position: { x: 0, y: 0 },
      params: { baseline: true },
    };
    expect(tellingParams(node, definitions.get(node.type))).toEqual([
      { title: 'Epochs', value: '5', set: false },
      { title: 'Batch', value: '128', set: false },
      { title: 'Baseline', value: 'on', set: true },
    ]);
  });

  it('leaves out parameters that mean nothing while another is as it is', () => {
    const node = { type: 'data.image-transform', version: 1, position: { x: 0, y: 0 } };
    const titles = (params: Record<string, boolean>) =>
      tellingParams({ ...node, params }, definitions.get(node.type)).map((it) => it.title);
    expect(titles({})).toContain('Mean');
    expect(titles({ normalise: false })).not.toContain('Mean');
  });

  it('carries its problems and the worst of them', () => {
    const broken = setParam(starter(), 'trainer', 'epochs', 0);
    const problems = cardViews(broken).get('trainer')?.problems ?? [];
    expect(problems).toMatchObject([{ code: 'parameter', param: 'epochs' }]);
    expect(severityOf(problems)).toBe('error');
    expect(severityOf([])).toBeUndefined();
  });

  it('keeps an unknown node with the ports that wires speak of', () => {
    const document = drawing({ data: 'data.mnist', odd: 'future.thing' }, ['data.data > odd.somewhere']);
    const view = cardViews(document).get('odd');
    expect(view).toMatchObject({ title: 'future.thing', kind: 'future.thing', category: undefined });
    expect(view?.inputs).toMatchObject([{ port: 'somewhere', kind: undefined, wire: 'wire-0' }]);
  });

  it('stays the same object while nothing that it shows changes, so that it is not drawn anew', () => {
    const before = starter();
    const views = cardViews(before);
    const moved = cardViews(moveNodes(before, { student: { x: 1, y: 2 } }));
    for (const id of Object.keys(before.nodes)) expect(moved.get(id)).toBe(views.get(id));
    const changed = cardViews(setParam(before, 'trainer', 'epochs', 3));
    expect(changed.get('trainer')).not.toBe(views.get('trainer'));
    expect(changed.get('mnist')).toBe(views.get('mnist'));
  });
});

describe('the cost of a network', () => {
  it('is told at the node where network and data meet', () => {
    const document = drawing(
      { data: 'data.mnist', net: { type: 'network.mlp', params: { hidden: [] } }, student: 'model.student' },
      ['data.data > student.data', 'net.network > student.network'],
    );
    expect(networkSize(checkedGraph(document), 'student')?.parameters).toBe(784 * 10 + 10);
    expect(networkSize(checkedGraph(document), 'net')).toBeUndefined();
  });

  it('is not told where they do not fit', () => {
    const document = drawing({ net: 'network.mlp', student: 'model.student' }, [
      'net.network > student.network',
    ]);
    const refit = addWire(document, {
      from: { node: 'net', port: 'network' },
      to: { node: 'student', port: 'data' },
    });
    expect(networkSize(checkedGraph(refit), 'student')).toBeUndefined();
  });
});

describe('a row of alike inputs', () => {
  const shown = (wires: readonly string[]) => {
    const document = drawing(
      { a: 'loss.cross-entropy', b: 'loss.cross-entropy', all: 'training.shoot-out' },
      wires,
    );
    return cardViews(document)
      .get('all')
      ?.inputs.map((it) => it.port);
  };

  it('shows what is wired and the next one that is free', () => {
    expect(shown([])).toEqual(['loss1', 'loss2', 'optimizer']);
    expect(shown(['a.loss > all.loss1', 'b.loss > all.loss2'])).toEqual([
      'loss1',
      'loss2',
      'loss3',
      'optimizer',
    ]);
  });

  it('shows a free one between two that are wired', () => {
    expect(shown(['a.loss > all.loss1', 'b.loss > all.loss4'])).toEqual([
      'loss1',
      'loss2',
      'loss4',
      'optimizer',
    ]);
  });

  it('grows the card that was never drawn', () => {
    const shootOut = definitions.get('training.shoot-out');
    const two = new Set(['loss1', 'loss2']);
    expect(cardSize(shootOut, (port) => two.has(port)).height - cardSize(shootOut).height).toBe(20);
  });
});
