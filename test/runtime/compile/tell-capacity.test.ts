import { describe, expect, test } from 'vitest';
import type { Document } from '../../../src/pipeline/document.ts';
import { explain } from '../../../src/plan/explain.ts';
import { networkShape } from '../../../src/plan/layers.ts';
import { assistant, planOf, starter, withParams } from './templates.ts';

const gaps = (document: Document) => planOf(document).notes.filter((it) => it.code === 'capacity-gap');
const tiny = withParams(starter(), 'student-network', { hidden: [4] });

describe('a teacher that is much larger than its student', () => {
  test('is told of at the trainer, once, with how many times as large it is', () => {
    const { plan } = planOf(tiny);
    const sizeOf = (role: string): number => {
      const network = plan.networks.find((it) => it.role === role);
      return network ? networkShape(network.layers, network.input).parameters : Number.NaN;
    };
    const times = Math.round(sizeOf('teacher') / sizeOf('student'));
    expect(times).toBeGreaterThan(20);
    expect(gaps(tiny)).toEqual([
      {
        code: 'capacity-gap',
        nodes: ['trainer'],
        text: expect.stringContaining(`The teacher has ${times} times as many parameters as its student.`),
      },
    ]);
  });

  test('is told of in the sentences of the plan', () => {
    const compiled = planOf(tiny);
    expect(explain(compiled, (id) => id).join('\n')).toContain('times as many parameters as its student');
  });

  test('is nothing to tell of where sizes are near, or an assistant stands between them', () => {
    expect(gaps(starter())).toEqual([]);
    expect(gaps(assistant())).toEqual([]);
  });
});
