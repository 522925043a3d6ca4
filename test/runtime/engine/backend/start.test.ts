import { describe, expect, test } from 'vitest';
import type { Plan } from '../../../../src/plan/plan.ts';
import { BACKENDS } from '../backends.ts';
import { distillation, engineOf } from '../plans.ts';
import { runHere } from '../run-here.ts';

/* What a plan asks of its device, on this machine as it is. */

const tensorflow = BACKENDS.find(([, it]) => it.kind === 'tensorflow')?.[1].engineFolder ?? null;

const run = (engine: Partial<Plan['engine']>, engineFolder: string | null) => {
  const plan = distillation('cpu');
  return runHere({ ...plan, engine: { ...engineOf('tensorflow'), ...engine } }, { engineFolder });
};

describe.runIf(tensorflow !== null)('TensorFlow', () => {
  test('refuses a run for a card that is not there, and names what is to be done', async () => {
    const { of, ending } = await run({ device: 'gpu-63' }, tensorflow);
    const [problem] = of('problem');
    expect(problem?.code).toBe('device-missing');
    expect(problem?.message).toMatch(/^The run asks for GPU 63, and TensorFlow can use none here: /);
    expect(problem?.fix).toContain('npm run engine -- cuda');
    expect(ending.how).toBe('failed');
    expect(of('run-started')).toEqual([]);
  });

  test('computes on the processor where that is asked for, and says so', async () => {
    const { of, ending } = await run({ device: 'cpu' }, tensorflow);
    expect(ending.how).toBe('done');
    expect(of('run-started')[0]?.engine.device).toBe('CPU');
    expect(process.env.CUDA_VISIBLE_DEVICES).toBe('-1');
  });
});

describe('plain JavaScript', () => {
  test('refuses a run for a card', async () => {
    for (const kind of ['cpu', 'auto'] as const) {
      const [problem] = (await run({ kind, device: 'gpu-0' }, null)).of('problem');
      expect(problem).toMatchObject({ code: 'device-missing' });
      expect(problem?.message).toContain('GPU 0, and plain JavaScript uses none');
    }
  });

  test('says that it computes in float32 where bfloat16 was asked for, and answers nothing in it', async () => {
    const { of, ending } = await run({ kind: 'cpu', precision: 'bfloat16' }, null);
    expect(ending.how).toBe('done');
    expect(of('note').map((it) => it.text)).toContain(
      'Plain JavaScript computes in float32 alone, and so does this run, though bfloat16 was asked for.',
    );
    expect(of('evaluation').map((it) => it.bfloat16)).toEqual([null, null, null]);
  });
});
