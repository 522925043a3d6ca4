import { expect, test } from 'vitest';
import { Plan } from '../../src/plan/plan.ts';
import { starter } from '../runtime/starter.ts';

test('a plan of before precision, caches and places for data is read as what it meant', () => {
  const { plan } = starter().compiled;
  const older = {
    ...plan,
    engine: { kind: plan.engine.kind, precision: 'float32' },
    data: plan.data.map(({ keep: _, ...rest }) => rest),
    stages: plan.stages.map(({ cache: _, optimizer: { id: __, ...optimizer }, ...rest }) => ({
      ...rest,
      optimizer,
    })),
  };
  expect(Plan.parse(older)).toEqual({
    ...plan,
    engine: { kind: 'auto', precision: 'float32', tf32: true, device: 'auto' },
    data: plan.data.map((it) => ({ ...it, keep: 'device' })),
    stages: plan.stages.map((it) => ({
      ...it,
      cache: null,
      optimizer: { ...it.optimizer, id: 'optimizer-0' },
    })),
  });
});

test.each(['gpu-', 'gpu--1', 'gpu-1.5', 'gpu-123', 'cuda', ''])('%j is no device', (device) => {
  const { plan } = starter().compiled;
  expect(Plan.safeParse({ ...plan, engine: { ...plan.engine, device } }).success).toBe(false);
  expect(Plan.safeParse({ ...plan, engine: { ...plan.engine, device: 'gpu-1' } }).success).toBe(true);
});
