import { expect, test } from 'vitest';
import { planOf, template } from './templates.ts';

test('generations of one architecture learn in order, each from the one before it', () => {
  const { networks, stages, outputs } = planOf(template('born-again-fashion-mnist')).plan;
  const generations = stages.filter((it) => it.baselineOf === null).map((it) => it.train[0]);
  expect(generations).toHaveLength(3);
  const trained = networks.filter((it) => it.start.kind === 'fresh');
  const layers = trained.map((it) => JSON.stringify(it.layers));
  expect(new Set(layers).size).toBe(1);
  for (const [at, stage] of stages.slice(0, 3).entries()) {
    const heard = stage.taps.map((it) => it.network).filter((it) => it !== generations[at]);
    expect(heard).toEqual(at === 0 ? [] : [generations[at - 1]]);
  }
  // Each begins from weights of its own: the paper's students are drawn anew, not grown out of their teachers.
  const starts = generations.map((id) => networks.find((it) => it.id === id)?.start);
  expect(starts.every((it) => it?.kind === 'fresh')).toBe(true);
  expect(new Set(starts.map((it) => (it?.kind === 'fresh' ? it.stream : ''))).size).toBe(3);
  // The last answer is that of all of them, and it is measured.
  const ensemble = networks.find((it) => it.start.kind === 'derived');
  expect(ensemble?.start).toMatchObject({ op: 'start.joined', from: generations });
  expect(outputs.some((it) => it.kind === 'evaluation' && it.network === ensemble?.id)).toBe(true);
});
