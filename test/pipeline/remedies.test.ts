import { describe, expect, it } from 'vitest';
import { definitions } from '../../renderer/catalogue.ts';
import { type CheckedGraph, check } from '../../src/pipeline/check.ts';
import type { Document } from '../../src/pipeline/document.ts';
import { nearestName } from '../../src/pipeline/remedies/nearest-name.ts';
import { remediesFor } from '../../src/pipeline/remedies/remedies-for.ts';
import type { Remedy } from '../../src/pipeline/remedies/remedy.ts';
import { drawing } from '../renderer/canvas/drawing.ts';

const AT = { x: 700, y: 40 };
const place = () => AT;

/** Every remedy that a document is offered, by the problem's code. */
function offered(document: Document): (readonly [code: string, remedy: Remedy])[] {
  const checked: CheckedGraph = check(document, definitions);
  return checked.problems.flatMap((it) =>
    remediesFor(checked, definitions, it).map((remedy) => [it.code, remedy] as const),
  );
}

const titles = (document: Document): string[] =>
  offered(document).map(([code, it]) => `${code}: ${it.title}`);

const codes = (document: Document): string[] =>
  check(document, definitions).problems.map((it) => `${it.node}.${it.port ?? it.param}: ${it.code}`);

/** A small convolutional student and a larger teacher on one data set. */
const pair = {
  data: 'data.mnist',
  small: { type: 'network.lenet', params: {} },
  large: { type: 'network.mlp', params: { hidden: [77] as never[] } },
  student: 'model.student',
  teacher: 'model.teacher',
} as const;
const pairWires = [
  'data.data > student.data',
  'data.data > teacher.data',
  'small.network > student.network',
  'large.network > teacher.network',
];
const layer = (document: Document, node: string, kind: string): string => {
  const outputs = Object.entries(check(document, definitions).nodes[node]?.outputs ?? {});
  const found = outputs.find(([name]) => name.startsWith(`layer:${kind}`));
  if (!found) throw new Error(`${node} has no ${kind}`);
  return found[0];
};

describe('layers of two shapes', () => {
  const bare = drawing(pair, pairWires);
  const student = layer(bare, 'student', 'dense');
  const teacher = layer(bare, 'teacher', 'dense');
  const compared = (type: string) =>
    drawing({ ...pair, loss: type }, [
      ...pairWires,
      `student.${student} > loss.student`,
      `teacher.${teacher} > loss.teacher`,
    ]);

  it.each(['loss.feature-distance', 'loss.feature-cosine', 'loss.activation-boundary', 'loss.pkd'])(
    'get a projector before %s, on the side of the student, of the wanted shape',
    (type) => {
      const document = compared(type);
      expect(codes(document).filter((it) => it.endsWith('shape'))).toEqual(['loss.teacher: shape']);
      const [entry, ...more] = offered(document).filter(([code]) => code === 'shape');
      expect(more).toEqual([]);
      expect(entry?.[1]).toMatchObject({ title: 'Insert a projector', nodes: ['projector'] });
      const next = entry?.[1].apply(place) as Document;
      expect(next.nodes.projector).toMatchObject({ type: 'model.projector', position: AT });
      expect(Object.values(next.wires)).toEqual(
        expect.arrayContaining([
          { from: { node: 'student', port: student }, to: { node: 'projector', port: 'student' } },
          { from: { node: 'teacher', port: teacher }, to: { node: 'projector', port: 'like' } },
          { from: { node: 'projector', port: 'projected' }, to: { node: 'loss', port: 'student' } },
          { from: { node: 'teacher', port: teacher }, to: { node: 'loss', port: 'teacher' } },
        ]),
      );
      expect(codes(next).filter((it) => it.endsWith('shape'))).toEqual([]);
      expect(check(next, definitions).nodes.projector?.outputs.projected).toEqual({
        ...check(next, definitions).nodes.teacher?.outputs[teacher],
        gradient: true,
      });
    },
  );

  it('get one where only a parameter asks for one shape', () => {
    const document = compared('loss.correlation-congruence');
    const asked = {
      ...document,
      nodes: {
        ...document.nodes,
        loss: { ...(document.nodes.loss as never as object), params: { form: 'neighbours' } } as never,
      },
    };
    expect(titles(asked)).toContain('shape: Insert a projector');
  });

  it('are not offered what cannot work: a row is no map', () => {
    const map = layer(bare, 'student', 'conv2d');
    const swapped = drawing(
      { ...pair, small: 'network.mlp', large: 'network.lenet', loss: 'loss.feature-distance' },
      [...pairWires, `student.${teacher} > loss.student`, `teacher.${map} > loss.teacher`],
    );
    expect(codes(swapped)).toContain('loss.teacher: shape');
    expect(titles(swapped).filter((it) => it.startsWith('shape'))).toEqual([]);
  });

  it('get none where the trouble would only move to another input', () => {
    const distance = definitions.get('loss.feature-distance') ?? expect.fail();
    const { teacher: frozen } = distance.inputs;
    const three = new Map(definitions).set('loss.three', {
      ...distance,
      type: 'loss.three',
      inputs: { ...distance.inputs, ...(frozen && { third: frozen }) },
    });
    const document = drawing({ ...pair, other: 'model.teacher', loss: 'loss.three' }, [
      ...pairWires,
      'data.data > other.data',
      'small.network > other.network',
      `student.${student} > loss.student`,
      `teacher.${teacher} > loss.teacher`,
      `other.${student} > loss.third`,
    ]);
    const checked = check(document, three);
    const clash = checked.problems.filter((it) => it.node === 'loss');
    expect(clash.map((it) => [it.code, it.port])).toEqual([['shape', 'teacher']]);
    expect(clash.flatMap((it) => remediesFor(checked, three, it))).toEqual([]);
  });

  it('are not mapped where they are logits, which say different things', () => {
    const document = drawing({ ...pair, loss: 'loss.tempered-softmax' }, [
      ...pairWires,
      'student.logits > loss.student',
      `teacher.${teacher} > loss.teacher`,
    ]);
    expect(codes(document)).toContain('loss.teacher: shape');
    expect(titles(document).filter((it) => it.startsWith('shape'))).toEqual([]);
  });
});

describe('an open input', () => {
  const document = drawing({ ...pair, adam: 'optimizer.adam', trainer: 'training.trainer' }, pairWires);

  it('is connected where one output alone fits it', () => {
    const found = offered(document).find(([, it]) => it.title === 'Connect Adam')?.[1];
    expect(Object.values(found?.apply(place).wires ?? {})).toContainEqual({
      from: { node: 'adam', port: 'optimizer' },
      to: { node: 'trainer', port: 'optimizer' },
    });
  });

  it('is not connected to what it feeds itself', () => {
    const nodes = {
      ...pair,
      scholar: 'model.teacher',
      loss: 'loss.tempered-softmax',
      trainer: 'training.trainer',
    };
    const wires = [
      ...pairWires,
      'student.logits > loss.student',
      'scholar.logits > loss.teacher',
      'data.data > loss.labels',
    ];
    const connects = (of: Document): string[] =>
      titles(of).filter((it) => it === 'input-open: Connect Tempered softmax');
    expect(connects(drawing(nodes, wires))).toHaveLength(1);
    expect(connects(drawing(nodes, [...wires, 'trainer.model > scholar.model']))).toEqual([]);
  });

  it('is left to the person where several would fit, or none', () => {
    const two = {
      ...document,
      nodes: { ...document.nodes, sgd: { ...document.nodes.adam, type: 'optimizer.sgd' } as never },
    };
    expect(titles(two).filter((it) => /Adam|SGD/.test(it))).toEqual([]);
    expect(titles(drawing({ trainer: 'training.trainer' }))).toEqual([]);
  });
});

describe('sides that are swapped', () => {
  it('change places', () => {
    const document = drawing({ ...pair, loss: 'loss.tempered-softmax' }, [
      ...pairWires,
      'data.data > loss.labels',
      'teacher.logits > loss.student',
      'student.logits > loss.teacher',
    ]);
    const swaps = offered(document).filter(([, it]) => it.title === 'Swap the two wires');
    expect(swaps.map(([code]) => code).sort()).toEqual(['student-frozen', 'teacher-trained']);
    for (const [, swap] of swaps) {
      const next = swap.apply(place);
      expect(Object.values(next.wires)).toContainEqual({
        from: { node: 'student', port: 'logits' },
        to: { node: 'loss', port: 'student' },
      });
      expect(codes(next).filter((it) => it.startsWith('loss'))).toEqual([]);
      expect(Object.keys(next.wires).sort()).toEqual(Object.keys(document.wires).sort());
    }
  });
});

describe('a wire from a layer that is not there', () => {
  it('is led from the one that is named most alike', () => {
    const document = drawing({ ...pair, loss: 'loss.attention-transfer' }, [
      ...pairWires,
      'student.layer:conv2d-9 > loss.student',
    ]);
    expect(titles(document).filter((it) => it.startsWith('no-such-layer'))).toEqual([
      'no-such-layer: Wire conv2d-1 instead',
    ]);
  });

  it('is taken away where it joins nothing', () => {
    const document = drawing(pair, [...pairWires, 'ghost.data > student.data', 'data.data > student.colour']);
    expect(titles(document).filter((it) => it.startsWith('wire-to-nowhere'))).toEqual([
      'wire-to-nowhere: Remove the wire',
      'wire-to-nowhere: Remove the wire',
    ]);
  });
});

describe('a parameter', () => {
  const params = (type: string, params: Record<string, string | number>): Document =>
    drawing({ node: { type, params } });
  it.each([
    ['training.trainer', { engine: 'tensorflw' }, 'parameter: Use TensorFlow'],
    ['training.trainer', { engine: 'zzzz' }, 'parameter: Use the default'],
    ['loss.tempered-softmax', { alpha: 3 }, 'parameter: Use 1'],
    ['loss.tempered-softmax', { alpha: -3 }, 'parameter: Use 0'],
    ['loss.tempered-softmax', { alpha: 'much' }, 'parameter: Use the default'],
    ['loss.tempered-softmax', { colour: 'red' }, 'parameter: Remove'],
  ])('of %s that is %o: %s', (type, values, title) => {
    const document = params(type, values as Record<string, string | number>);
    expect(titles(document)).toEqual([title]);
    const [entry] = offered(document);
    // A file has the choice's own value, whatever the form calls it.
    if ('engine' in values && values.engine !== 'zzzz')
      expect(entry?.[1].apply(place).nodes.node?.params).toEqual({ engine: 'tensorflow' });
    expect(codes(entry?.[1].apply(place) as Document).filter((it) => it.endsWith('parameter'))).toEqual([]);
  });
});

it.each([
  ['linaer', ['convolution', 'linear', 'perceptron'], 'linear'],
  ['CONVOLUTION', ['convolution', 'linear'], 'convolution'],
  ['xyz', ['linear'], undefined],
  ['', ['linear'], undefined],
  ['linear', [], undefined],
])('the name nearest to %s of %o is %s', (written, names, nearest) => {
  expect(nearestName(written, names)).toBe(nearest);
});

it('each definition that mends names ports that it has', () => {
  const menders = [...definitions.values()].filter((it) => it.mends);
  expect(menders.map((it) => it.type)).toContain('model.projector');
  for (const { mends, inputs, outputs } of menders) {
    expect(Object.keys(inputs)).toEqual(expect.arrayContaining([mends?.through, mends?.like]));
    expect(Object.keys(outputs)).toContain(mends?.into);
  }
});
