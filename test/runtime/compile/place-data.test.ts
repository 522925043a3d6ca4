import { describe, expect, test } from 'vitest';
import type { Plan } from '../../../src/plan/plan.ts';
import { placeData } from '../../../src/runtime/compile/passes/place-data.ts';
import { assistant, planOf, problemsOf, starter, withParams } from './templates.ts';

const told = (document = starter()) => {
  const { plan, notes } = planOf(document);
  return { keep: plan.data.map((it) => it.keep), notes: notes.filter((it) => it.code.startsWith('data-')) };
};

/** The starter's data, as if there were so many images to train on. */
function withImages(train: number): Plan {
  const { plan } = planOf(starter());
  return {
    ...plan,
    data: plan.data.map((it) => ({ ...it, counts: { train, validation: 0, test: 0 } })),
  };
}
const placed = (plan: Plan) => placeData(plan, { origin: {}, wishes: new Map() });

describe('images', () => {
  test('stay in memory where they are small', () => {
    expect(told()).toEqual({
      keep: ['device'],
      notes: [
        {
          code: 'data-kept',
          nodes: ['mnist', 'transform'],
          text: "All 70,000 images of mnist (55 MB) stay in the engine's memory.",
        },
      ],
    });
  });

  test('are streamed beyond 2 GiB', () => {
    // 28 · 28 bytes and a label each.
    const most = Math.floor(2 ** 31 / 785);
    expect(placed(withImages(most)).plan.data[0]?.keep).toBe('device');
    const { plan, notes } = placed(withImages(most + 1));
    expect(plan.data[0]?.keep).toBe('stream');
    expect(notes.map((it) => it.text)).toEqual([
      'All 2,735,648 images of mnist (2.15 GB) are read from the disk batch by batch, because they are larger than 2.15 GB.',
    ]);
  });

  test.each([
    ['device', "All 70,000 images of mnist (55 MB) stay in the engine's memory, as the trainer asks."],
    [
      'stream',
      'All 70,000 images of mnist (55 MB) are read from the disk batch by batch, as the trainer asks.',
    ],
  ])('are kept as a trainer asks: %s', (data, text) => {
    const { keep, notes } = told(withParams(starter(), 'trainer', { data }));
    expect(keep).toEqual([data]);
    expect(notes.map((it) => it.text)).toEqual([text]);
  });

  test('are kept in one way for all trainers that read them', () => {
    const one = withParams(assistant(), 'assistant-trainer', { data: 'stream' });
    expect(told(one).keep).toEqual(['stream']);
    expect(problemsOf(withParams(one, 'trainer', { data: 'device' }))).toMatchObject([
      { code: 'trainers-differ', node: 'trainer', param: 'data', found: 'device', allowed: 'stream' },
    ]);
  });
});
