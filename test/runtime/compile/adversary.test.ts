import { describe, expect, test } from 'vitest';
import type { Document } from '../../../src/pipeline/document.ts';
import { explain } from '../../../src/plan/explain.ts';
import { stepWork } from '../../../src/plan/step-work.ts';
import { taughtToRead } from '../engine/graph/alone-documents.ts';
import { attacked } from '../engine/graph/attack-documents.ts';
import { between, taught, wire } from '../engine/graph/small-documents.ts';
import { planOf, problemsOf, template, withParams } from './templates.ts';

const [STUDENT] = ['network-1'];
const stageOf = (document: Document) => planOf(document).plan.stages.at(-1) ?? expect.fail();
const perturbedOf = (document: Document) =>
  stageOf(document).perturbed?.[0] ?? expect.fail('nothing is moved');

describe('an adversary', () => {
  test('moves images by levels of 255, in the scale in which the network sees them', () => {
    const { attack } = perturbedOf(attacked({ radius: 8, step: 2, iterations: 10 }));
    const { most, least, radius, step } = attack;
    // MNIST's 0 … 1 less its mean, over its deviation.
    expect(least).toBeCloseTo(-0.1307 / 0.3081, 4);
    expect(most).toBeCloseTo((1 - 0.1307) / 0.3081, 4);
    expect(radius / (most - least)).toBeCloseTo(8 / 255, 10);
    expect(step / (most - least)).toBeCloseTo(2 / 255, 10);
    expect(attack).toMatchObject({ iterations: 10, start: 'random' });
  });

  test('follows the transform', () => {
    const symmetric = withParams(attacked({ radius: 51 }), 'transform', {
      scale: 'symmetric',
      normalise: false,
    });
    expect(perturbedOf(symmetric).attack).toMatchObject({ least: -1, most: expect.closeTo(1, 6) });
    expect(perturbedOf(symmetric).attack.radius).toBeCloseTo(0.4, 6);
  });

  test('by FGSM goes one step as long as the radius, from the image', () => {
    const { attack } = perturbedOf(attacked({ method: 'fgsm', radius: 40, step: 1, iterations: 9 }));
    expect(attack.step).toBe(attack.radius);
    expect(attack).toMatchObject({ iterations: 1, start: 'image' });
  });

  test('gives the student a second run on what it made; the teacher answers to the images', () => {
    const stage = stageOf(attacked({}));
    const perturbed = stage.perturbed?.[0] ?? expect.fail();
    expect(perturbed).toMatchObject({ network: STUDENT, in: { labels: 'labels' }, op: 'loss.cross-entropy' });
    const student = stage.taps.filter((it) => it.network === STUDENT);
    expect(student.map((it) => it.on).sort()).toEqual(['inputs', perturbed.id]);
    expect(stage.taps.filter((it) => it.network !== STUDENT).map((it) => it.on)).toEqual(['inputs']);
    const soft = stage.terms.find((it) => it.op === 'loss.tempered-softmax') ?? expect.fail();
    expect(student.find((it) => it.id === soft.in.student)?.on).toBe(perturbed.id);
    expect(stage.train).toEqual([STUDENT]);
  });

  test('is told, and counted as work', () => {
    const document = attacked({ radius: 8, iterations: 10 });
    const compiled = planOf(document);
    expect(explain(compiled, (id) => id).join('\n')).toContain(
      'on images moved by up to 8 of 255 levels a pixel, in 10 steps, to mislead it',
    );
    const { plan } = compiled;
    const stage = plan.stages.at(-1) ?? expect.fail();
    const { perturbed: _, ...without } = stage;
    const [with10, with0] = [stage, without].map((it) => stepWork(plan, it)) as [number, number];
    expect(with10).toBeGreaterThan(with0);
  });

  test('attacks each copy of a student that several methods train', () => {
    const compared = template('shoot-out-mnist');
    const port = Object.values(compared.wires).find(
      (it) => it.to.node === 'shoot-out' && it.from.port === 'loss',
    );
    const loss = port?.from.node ?? expect.fail();
    const misled = between(compared, ['student', 'logits'], [loss, 'student'], {
      node: 'adversary',
      type: 'model.adversary',
      ports: ['student', 'logits'],
      params: {},
    });
    const labels = Object.values(compared.wires).find((it) => it.to.port === 'labels') ?? expect.fail();
    const { plan } = planOf({
      ...misled,
      wires: { ...misled.wires, attacked: wire(labels.from.node, labels.from.port, 'adversary', 'labels') },
    });
    const stages = plan.stages.filter((it) => it.perturbed);
    expect(stages).toHaveLength(3);
    for (const { perturbed, train } of stages) expect(perturbed?.map((it) => it.network)).toEqual(train);
    expect(new Set(stages.flatMap((it) => it.train)).size).toBe(3);
  });

  test('needs the own answers of a student to images', () => {
    const layer = attacked({});
    const wires = Object.entries(layer.wires).map(([id, it]) =>
      it.to.node === 'adversary' && it.to.port === 'student'
        ? ([id, { ...it, from: { node: 'student', port: 'layer:logits' } }] as const)
        : ([id, it] as const),
    );
    expect(problemsOf({ ...layer, wires: Object.fromEntries(wires) })).toEqual([]);
    const projected = between(layer, ['student', 'logits'], ['adversary', 'student'], {
      node: 'projector',
      type: 'model.projector',
      ports: ['student', 'projected'],
      params: { map: 'perceptron' },
    });
    const like = wire('teacher', 'logits', 'projector', 'like');
    expect(problemsOf({ ...projected, wires: { ...projected.wires, like } })).toMatchObject([
      { code: 'attack-open', node: 'adversary' },
    ]);
  });

  test('attacks no text', () => {
    expect(problemsOf(attacked({}, taughtToRead))).toMatchObject([
      { code: 'pixels-of-text', node: 'adversary' },
    ]);
  });

  test('is nowhere in the plan where it is not wired', () => {
    expect(JSON.stringify(planOf(taught).plan)).not.toContain('perturbed');
  });
});
