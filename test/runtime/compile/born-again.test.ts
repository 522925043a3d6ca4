import { expect, test } from 'vitest';
import { drawn, rewired } from './drawn.ts';
import { planOf, problemsOf, template } from './templates.ts';

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

test('models that read other data make no ensemble, which is told at the port of the second', () => {
  const document = template('sys-mt-mnist-fashion');
  const { nodes } = drawn({ ensemble: ['model.ensemble'], measured: ['result.evaluation'] }, []);
  const joined = (second: string) =>
    rewired(
      { ...document, nodes: { ...document.nodes, ...nodes } },
      [],
      [
        'mnist-teacher-1.model > ensemble.model1',
        `${second}.model > ensemble.model2`,
        'ensemble.model > measured.model',
      ],
    );
  expect(problemsOf(joined('mnist-teacher-2'))).toEqual([]);
  expect(problemsOf(joined('fashion-teacher-1'))).toMatchObject([
    { code: 'two-sources', node: 'ensemble', port: 'model2' },
  ]);
});
