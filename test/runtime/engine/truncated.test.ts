import { beforeAll, describe, expect, test } from 'vitest';
import { startCpu } from '../../../src/runtime/engine/backend/cpu.ts';
import { improve } from '../../../src/runtime/engine/graph/improve.ts';
import { opByOp } from '../../../src/runtime/engine/op-by-op.ts';
import { rewired } from '../compile/drawn.ts';
import { planOf, problemsOf, withParams } from '../compile/templates.ts';
import { type Course, compiledBy, courseOf, type Way } from './graph/course.ts';
import { concatenated, truncated } from './graph/scheme-documents.ts';
import { smallPlan } from './graph/small-plans.ts';
import { compiles, graphEngine } from './graph/tensorflow.ts';

/* Students that hold layers of their teacher, trained for a few seconds on patterns. */

let way: Way = opByOp;
beforeAll(async () => {
  if (compiles) way = compiledBy(await graphEngine(), improve);
  else await startCpu();
});

const lastOf = ({ values }: Course, name: string): Float32Array =>
  values.get(name)?.last ?? expect.fail(`there is no ${name}`);

describe.each([
  ['truncated', truncated, 'conv2d-1', 'rest.logits'],
  ['beside its own features', concatenated, 'teacher.conv2d-1', 'conv2d-1'],
] as const)('a student with layers of its teacher, %s', (_, document, held, learned) => {
  test('keeps them to the bit while the rest learns, and needs no teacher', async () => {
    const plan = smallPlan(document);
    const [first, last] = plan.stages;
    const [teacher, student] = [first?.train[0], last?.train[0]];
    expect(last?.taps.every((it) => it.network === student)).toBe(true);
    const course = await courseOf(plan, way);
    for (const weight of ['kernel', 'bias'])
      expect(lastOf(course, `${student}/${held}/${weight}`)).toEqual(
        lastOf(course, `${teacher}/conv2d-1/${weight}`),
      );
    const losses = [...course.told].filter(([name]) => /^stage-2 \d+ loss$/.test(name)).map(([, it]) => it);
    expect(losses.length).toBeGreaterThan(10);
    expect(Math.min(...losses.slice(-5))).toBeLessThan(losses[0] as number);
    const { kernel } = { kernel: course.values.get(`${student}/${learned}/kernel`) };
    expect(kernel?.last).not.toEqual(kernel?.first);
  });
});

describe('a trunk', () => {
  test('ends in one straight map where nothing is wired behind it', () => {
    const { plan } = planOf(withParams(rewired(truncated, ['cut.rest']), 'cut', { layer: 'flatten-1' }));
    const student = plan.networks.find((it) => it.role === 'student');
    expect(student?.layers.map((it) => it.id).slice(-2)).toEqual(['flatten-1', 'rest.logits']);
  });

  test('is refused at the student where the layer is not there', () => {
    const [told] = problemsOf(withParams(truncated, 'cut', { layer: 'conv9' }));
    expect(told).toMatchObject({ code: 'network-input', node: 'student' });
    expect(told?.message).toContain('no layer conv9; it has conv2d-1');
  });

  test('takes no rest that brings weights of its own', () => {
    const copied = {
      ...truncated,
      nodes: {
        ...truncated.nodes,
        copied: { type: 'network.copied-layers', version: 1, position: { x: 0, y: 0 }, params: {} },
      },
    };
    const wired = rewired(
      copied,
      ['cut.rest'],
      ['rest.network > copied.network', 'teacher.model > copied.model', 'copied.network > cut.rest'],
    );
    expect(problemsOf(wired)).toMatchObject([{ code: 'truncate-refused' }]);
  });
});
