import * as tf from '@tensorflow/tfjs';
import { beforeAll, describe, expect, test } from 'vitest';
import type { EngineEvent } from '../../../src/plan/events.ts';
import type { Plan, Stage, Term } from '../../../src/plan/plan.ts';
import { createControl } from '../../../src/runtime/engine/control.ts';
import { use } from './backends.ts';
import { LAYERS } from './graph/layer-plans.ts';
import { outcomeOf } from './outcome.ts';
import { CLASSES } from './patterns.ts';
import { chain, network, plan, source, stage } from './plans.ts';
import { runHere, type Told } from './run-here.ts';
import { WAYS } from './ways.ts';

type Balance = Extract<EngineEvent, { kind: 'balance' }>;

const HARD = 'term-11';
const SOFT = 'term-12';
const PARTS = [HARD, SOFT];

/** A student that learns from labels and from a network that nobody trained. 96 examples in batches of 36, so that the third of each epoch is short. */
function taught(layers: string, changes: Partial<Stage> = {}): Plan {
  const data = source();
  return plan(
    data,
    [
      network('network-1', LAYERS[layers] ?? []),
      network('network-2', LAYERS['pools of each kind'] ?? [], {
        role: 'teacher',
        start: { kind: 'saved', sha256: '0'.repeat(64), name: 'nobody' },
      }),
    ],
    [
      stage(data, {
        student: 'network-1',
        teacher: 'network-2',
        batch: 36,
        balance: { every: 1, parts: PARTS },
        ...changes,
      }),
    ],
  );
}

describe.each(WAYS)('%s', (_, { kind, engineFolder, reference }) => {
  beforeAll(() => use({ kind, engineFolder }));
  /** A stage that trains the teacher first, so that it needs no file. */
  const run = async (of: Plan, changes: Parameters<typeof runHere>[1] = {}): Promise<Told> => {
    const [data] = of.data;
    if (!data) throw new Error('no data');
    const networks = of.networks.map((it) =>
      it.start.kind === 'saved' ? { ...it, start: { kind: 'fresh' as const, stream: 'teacher' } } : it,
    );
    const first = stage(data, { id: 'stage-9', student: 'network-2', batch: 36, epochs: 1 });
    const engine = { ...of.engine, kind };
    const told = await runHere(
      { ...of, engine, networks, stages: [first, ...of.stages] },
      { engineFolder, reference, ...changes },
    );
    return told;
  };
  const measured = async (of: Plan): Promise<Balance[]> => {
    const told = await run(of);
    expect(told.ending.text).toBe('The run is done.');
    return told.of('balance');
  };
  /** A column of the stage by steps. */
  const column = (told: Told, name: string): Map<number, number> =>
    new Map(
      told
        .of('metrics')
        .filter((it) => it.stage === 'stage-1')
        .flatMap(({ steps, columns }) =>
          steps.map((step, at): [number, number] => [step, columns[name]?.[at] ?? Number.NaN]),
        ),
    );

  test('values are those that the step tells, and weights those of the sum', async () => {
    const told = await run(taught('batch norm of images'));
    const events = told.of('balance');
    expect(events.map((it) => it.step)).toEqual([1, 2, 4, 5]);
    for (const { step, parts } of events) {
      expect(parts.map((it) => it.at)).toEqual(PARTS);
      for (const it of parts)
        expect(it.value).toBeCloseTo(column(told, `term:${it.at}`).get(step) ?? Number.NaN, 5);
      expect(parts[0]?.weight).toBeCloseTo(0.1, 6);
      expect(parts[1]?.weight).toBeCloseTo(0.9, 6);
    }
  });

  test.each(['batch norm of images', 'dropout'])(
    'a gradient is that of training on this loss alone, times its weight: %s',
    async (layers) => {
      const [first] = await measured(taught(layers));
      for (const [part, weight] of [
        [HARD, 0.1],
        [SOFT, 0.9],
      ] as const) {
        const whole = taught(layers);
        const alone = {
          ...whole,
          stages: whole.stages.map((it) => ({
            ...it,
            total: part,
            balance: null,
            terms: it.terms.filter((term) => PARTS.includes(term.id)),
          })),
        };
        const norm = column(await run(alone), 'gradient-norm').get(1) ?? Number.NaN;
        const found = first?.parts.find((it) => it.at === part)?.gradient ?? Number.NaN;
        expect(Math.abs(found / (weight * norm) - 1)).toBeLessThan(1e-4);
      }
    },
  );

  test('weights of projectors are left out of a gradient, as if nobody trained them', async () => {
    const whole = taught('batch norm of images');
    const projector = network('network-3', chain([{ kind: 'dense', units: CLASSES }]), {
      role: 'projector',
      input: [CLASSES],
    });
    const on = (changes: Partial<Stage>): Plan => ({
      ...whole,
      networks: [...whole.networks, projector],
      stages: whole.stages.map((it) => ({
        ...it,
        taps: [
          ...it.taps,
          { ...(it.taps[0] ?? expect.fail()), id: 'tap-13', network: 'network-3', on: 'tap-11' },
        ],
        terms: it.terms.map((term) =>
          term.id === HARD ? { ...term, in: { ...term.in, student: 'tap-13' } } : term,
        ),
        ...changes,
      })),
    });
    const [first] = await measured(on({ projectors: ['network-3'] }));
    const told = await run(on({ balance: null, total: HARD }));
    const norm = column(told, 'gradient-norm').get(1) ?? Number.NaN;
    const found = first?.parts.find((it) => it.at === HARD)?.gradient ?? Number.NaN;
    expect(Math.abs(found / (0.1 * norm) - 1)).toBeLessThan(1e-4);
  });

  test('weights of sums within sums multiply, and a loss that is added twice counts twice', async () => {
    const nested: Term[] = [
      {
        id: 'term-14',
        op: 'loss.weighted-sum',
        in: { first: SOFT, second: HARD },
        args: { weights: [0.5, 2] },
      },
      {
        id: 'term-15',
        op: 'loss.weighted-sum',
        in: { first: 'term-14', second: HARD },
        args: { weights: [3, 1] },
      },
    ];
    const whole = taught('dropout');
    const [own] = whole.stages;
    if (!own) throw new Error('no stage');
    const terms = [...own.terms.filter((it) => PARTS.includes(it.id)), ...nested];
    const [first] = await measured({ ...whole, stages: [{ ...own, terms, total: 'term-15' }] });
    expect(first?.parts.map((it) => it.weight)).toEqual([7, 1.5]);
  });

  test('training is the same to the bit with it and without', async () => {
    for (const layers of ['batch norm of images', 'dropout']) {
      const outcomes = [];
      for (const balance of [null, { every: 1, parts: PARTS }, { every: 3, parts: PARTS }]) {
        const { folder, events, ending } = await run(taught(layers, { balance }));
        expect(ending.how).toBe('done');
        const { steps, epochs } = await outcomeOf(folder, events);
        outcomes.push({ steps, epochs });
      }
      expect(Object.keys(outcomes[0]?.steps ?? {})).toHaveLength(9);
      expect(outcomes[1]).toEqual(outcomes[0]);
      expect(outcomes[2]).toEqual(outcomes[0]);
    }
  });

  test('every tensor is freed', async () => {
    const left = async (balance: Stage['balance']): Promise<number> => {
      const before = tf.memory().numTensors;
      await run(taught('batch norm of images', { balance }));
      return tf.memory().numTensors - before;
    };
    const without = await left(null);
    expect(await left({ every: 1, parts: PARTS })).toBe(without);
  });

  test('a run that goes on measures at the steps at which it would have', async () => {
    const seldom = taught('dropout', { balance: { every: 4, parts: PARTS } });
    const whole = (await measured(seldom)).map(({ step }) => step);
    expect(whole).toEqual([1, 5]);
    const control = createControl();
    const begun = await run(seldom, {
      control,
      watch: (event) => {
        if (event.kind === 'epoch' && event.stage === 'stage-1') control.stop();
      },
    });
    expect(begun.ending.how).toBe('stopped');
    const checkpoint = begun.of('checkpoint').at(-1);
    if (!checkpoint) throw new Error('no checkpoint');
    const { stage: at, step } = checkpoint;
    const rest = await run(seldom, { folder: begun.folder, resume: { stage: at, step } });
    expect(rest.ending.text).toBe('The run is done.');
    expect(rest.of('balance').map((it) => it.step)).toEqual([5]);
  });
});
