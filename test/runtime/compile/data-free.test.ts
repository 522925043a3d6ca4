import { describe, expect, test } from 'vitest';
import type { Document } from '../../../src/pipeline/document.ts';
import { pixelRange } from '../../../src/plan/pixel-scale.ts';
import { tellDataFree } from '../../../src/runtime/compile/passes/tell-data-free.ts';
import { taughtToRead } from '../engine/graph/alone-documents.ts';
import { attacked } from '../engine/graph/attack-documents.ts';
import { withLoss } from '../engine/graph/loss-pipelines.ts';
import { between, taught, wire } from '../engine/graph/small-documents.ts';
import { planOf, problemsOf } from './templates.ts';

const [STUDENT] = ['network-1'];
const LOSSES = ['loss.dafl', 'loss.zskt'];
const codesOf = (document: Document): string[] => planOf(document).notes.map((it) => it.code);

describe.each(LOSSES)('%s', (loss) => {
  const document = withLoss(taught, loss);
  const { plan, notes } = planOf(document);
  const stage = plan.stages.at(-1) ?? expect.fail();

  test('shows both networks what a generator makes, and the data to neither', () => {
    expect(stage.train).toEqual([STUDENT]);
    expect(stage.projectors).toHaveLength(1);
    expect(stage.taps.every((it) => it.on !== 'inputs')).toBe(true);
    const reads = stage.terms.filter((it) =>
      Object.values(it.in).some((ref) => ['inputs', 'labels'].includes(ref)),
    );
    expect(reads.map((it) => it.op)).toEqual(['generator.noise']);
    expect(stage.cache).toBe(null);
  });

  test('makes images of the shape of the data and within the range of their pixels', () => {
    const generator = plan.networks.find((it) => it.id === stage.projectors[0]) ?? expect.fail();
    expect(generator).toMatchObject({ role: 'projector', input: [100], classes: 1 });
    const made = stage.terms.find((it) => it.op === 'generator.pixels') ?? expect.fail();
    expect(made.args).toEqual(pixelRange(plan.data[0]?.transform ?? []));
  });

  test('is measured on the test part, and says that it sees no image', () => {
    expect(stage.evaluate).toBe('test');
    const note = notes.find((it) => it.code === 'data-free') ?? expect.fail('it says nothing');
    expect(note.text).toMatch(/^No image and no label of the training part/);
    expect(note.nodes).toContain('trainer');
  });

  test('beside a loss on labels says that it is not free of data', () => {
    const summed = between(document, ['distillation', 'loss'], ['trainer', 'loss'], {
      node: 'sum',
      type: 'loss.weighted-sum',
      ports: ['first', 'loss'],
      params: {},
    });
    const labelled = between(summed, ['student', 'logits'], ['sum', 'second'], {
      node: 'hard',
      type: 'loss.cross-entropy',
      ports: ['student', 'loss'],
      params: {},
    });
    const labels = wire('transform', 'data', 'hard', 'labels');
    const codes = codesOf({ ...labelled, wires: { ...labelled.wires, labels } });
    expect(codes).toContain('not-data-free');
    expect(codes).not.toContain('data-free');
  });

  test('needs the own outputs of networks', () => {
    const misled = attacked({}, document);
    expect(problemsOf(misled)).toMatchObject([
      { code: 'generator-open', node: 'distillation', port: 'student' },
    ]);
  });

  test('makes no text', () => {
    expect(problemsOf(withLoss(taughtToRead, loss))).toMatchObject([{ code: 'pixels-of-text' }]);
  });
});

test('a stage without a generator says nothing of it', () => {
  const codes = codesOf(taught);
  expect(codes).not.toContain('data-free');
  expect(codes).not.toContain('not-data-free');
});

test('labels alone are data too', () => {
  const { plan, origin } = planOf(withLoss(taught, 'loss.dafl'));
  const stages = plan.stages.map((it) => {
    const shown = it.taps.find((tap) => it.train.includes(tap.network));
    const term = {
      id: 'term-99',
      op: 'loss.cross-entropy',
      in: { student: shown?.id ?? '', labels: 'labels' },
      args: { smoothing: 0 },
    };
    return it.projectors.length > 0 ? { ...it, terms: [...it.terms, term] } : it;
  });
  const { notes } = tellDataFree({ ...plan, stages }, { origin, wishes: new Map() });
  expect(notes.map((it) => it.code)).toEqual(['not-data-free']);
});
