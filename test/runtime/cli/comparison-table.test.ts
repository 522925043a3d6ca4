import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../../src/plan/events.ts';
import { comparisonTable } from '../../../src/runtime/cli/comparison-table.ts';
import { makeRunFile } from '../../../src/runtime/run-file.ts';
import { newRun } from '../starter.ts';

const file = makeRunFile(newRun());
const of = (role: string): string => file.plan.networks.find((it) => it.role === role)?.id ?? '';
const about = {
  output: 'output-2',
  network: of('student'),
  teacher: of('teacher'),
  source: 'source-1',
  part: 'test',
  seq: 0,
  time: 0,
} as const;
const comparison = (divergence: number | null): RunEvent => ({
  kind: 'comparison',
  ...about,
  examples: 10_000,
  divergence,
  confusion: [],
  furthest: [1, 2, 3, 4].map((row) => ({
    example: { row, label: 7, seen: { kind: 'text', text: '' } },
    divergence: 5 - row,
    teacher: [0, 1],
    network: [2, 1],
  })),
});
const similarity: RunEvent = {
  kind: 'similarity',
  ...about,
  examples: 256,
  rows: ['conv-1', 'conv-2', 'logits'],
  columns: ['dense-1', 'logits'],
  values: [
    [0.31, 0.99],
    [0.82, null],
    [0.98, 0.95],
  ],
};

describe('student and teacher in a terminal', () => {
  it('are told apart by how far, where most, and which layers are alike', () => {
    expect(comparisonTable([comparison(0.01234567), similarity], file).split('\n')).toEqual([
      'student beside teacher, 10,000 images: mean KL 0.01235 nats',
      '  image 1 of class 7: teacher 1, it 0 (KL 4.00)',
      '  image 2 of class 7: teacher 1, it 0 (KL 3.00)',
      '  image 3 of class 7: teacher 1, it 0 (KL 2.00)',
      "  layers most alike (linear CKA): dense-1 and the teacher's conv-2, 0.82; answers 0.95",
    ]);
  });

  it('are told once, as they were told last, and not at all where nothing was', () => {
    expect(comparisonTable([comparison(1), comparison(null)], file)).toContain('mean KL no number');
    expect(comparisonTable([comparison(1), comparison(null)], file).match(/beside/g)).toHaveLength(1);
    expect(comparisonTable([], file)).toBe('');
  });
});
