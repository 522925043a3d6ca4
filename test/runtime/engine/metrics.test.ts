import { expect, test } from 'vitest';
import type { EngineEvent } from '../../../src/plan/events.ts';
import { createMetrics } from '../../../src/runtime/engine/metrics.ts';

const step = (loss: number, terms: Readonly<Record<string, number>>) => ({
  ...{ loss, terms, accuracy: 0.5, rate: 0.1, gradientNorm: 1 },
});
const told = (of: (metrics: ReturnType<typeof createMetrics>) => void): EngineEvent[] => {
  const events: EngineEvent[] = [];
  const metrics = createMetrics('stage-1', (it) => events.push(it));
  of(metrics);
  metrics.flush();
  return events;
};

test('steps of a stage are told in columns', () => {
  const columns = {
    loss: [3, 2],
    accuracy: [0.5, 0.5],
    rate: [0.1, 0.1],
    'gradient-norm': [1, 1],
    'term:a': [3, 2],
  };
  expect(
    told((metrics) => {
      metrics.add(1, step(3, { a: 3 }));
      metrics.add(2, step(2, { a: 2 }));
    }),
  ).toEqual([{ kind: 'metrics', stage: 'stage-1', steps: [1, 2], columns }]);
});

test('those of each task by themselves, and the one with the last step last', () => {
  const events = told((metrics) => {
    metrics.add(1, step(3, { a: 3 }), 'network-1');
    metrics.add(2, step(5, { b: 5 }), 'network-2');
    metrics.add(3, step(2, { a: 2 }), 'network-1');
  });
  expect(
    events.map((it) =>
      it.kind === 'metrics' ? [it.student, it.steps, Object.keys(it.columns).at(-1)] : it.kind,
    ),
  ).toEqual([
    ['network-2', [2], 'term:b'],
    ['network-1', [1, 3], 'term:a'],
  ]);
});
