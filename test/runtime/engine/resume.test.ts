import { describe, expect, test } from 'vitest';
import type { EngineEvent } from '../../../src/plan/events.ts';
import type { Plan, Stage } from '../../../src/plan/plan.ts';
import { newestCheckpoint } from '../../../src/runtime/checkpoints.ts';
import { streamOf } from '../../../src/runtime/engine/streams.ts';
import { withParams } from '../compile/templates.ts';
import { robust } from './attack-plans.ts';
import { BACKENDS, type Backend } from './backends.ts';
import { closing } from './graph/scheme-documents.ts';
import { filedPlan, onPatterns } from './graph/small-plans.ts';
import { remembered } from './graph/taught-documents.ts';
import { interruptedAt } from './interrupted-at.ts';
import { inTurns } from './multi-task-plans.ts';
import { type Outcome, outcomeOf } from './outcome.ts';
import { chain, distillation, lenetLayers, mlpLayers, network, plan, source, stage } from './plans.ts';
import { runHere } from './run-here.ts';
import { training } from './training-plans.ts';

/*
 * A run that was stopped and resumed ends where a run ends that was never stopped: the same losses, weights and
 * optimizer state, bit for bit. A stop comes at any moment at which the engine looks up: after every step, within
 * a measurement, between two stages, before the first step.
 */

const optimizer = (
  op: string,
  args: Stage['optimizer']['args'],
  schedule: Stage['optimizer']['schedule'],
): Stage['optimizer'] => ({
  id: 'optimizer-1',
  op: `optimizer.${op}`,
  args,
  rate: 0.01,
  schedule,
});
const constant = { op: 'schedule.constant', args: {} };
const moments = { beta1: 0.9, beta2: 0.999, epsilon: 1e-7 };
const normal = { kind: 'batch-norm', momentum: 0.9, epsilon: 1e-3 } as const;

const PLANS: Record<string, (kind: Backend['kind']) => Plan> = {
  'a memory of every example, over two epochs': (kind) => {
    const of = onPatterns(remembered);
    const stages = of.stages.map((it) => ({ ...it, batch: 48, epochs: 2, steps: 4 }));
    return { ...of, stages, engine: { ...of.engine, kind } };
  },

  'teacher, student and the same student alone': distillation,

  'random shifts, AdamW, warm-up, clipping, a short last batch': (kind) => {
    const data = source({
      counts: { train: 70, validation: 20, test: 64 },
      transform: [
        { kind: 'scale', by: 1 / 255, add: 0 },
        { kind: 'random-shift', pixels: 2 },
      ],
    });
    const own = stage(data, {
      student: 'network-1',
      epochs: 3,
      clip: 0.5,
      evaluate: 'validation',
      optimizer: optimizer(
        'adamw',
        { ...moments, weightDecay: 0.1 },
        { op: 'schedule.warm-up', args: { share: 0.5 }, next: { op: 'schedule.cosine', args: { floor: 0 } } },
      ),
    });
    return plan(data, [network('network-1', lenetLayers(2, 3, 8))], [own], [], kind);
  },

  'batch normalization, momentum, dropout': (kind) => {
    const data = source();
    const conv = { kind: 'conv2d', filters: 3, kernel: 3, stride: 2, padding: 'same', bias: false } as const;
    const layers = chain([
      conv,
      normal,
      { kind: 'activation', function: 'relu' },
      { kind: 'flatten' },
      { kind: 'dropout', rate: 0.3 },
      { kind: 'dense', units: 10 },
    ]);
    const momentum = optimizer('sgd', { momentum: 0.9, nesterov: true, weightDecay: 0.01 }, constant);
    const own = stage(data, { student: 'network-1', epochs: 2, batch: 24, optimizer: momentum });
    return plan(data, [network('network-1', layers)], [own], [], kind);
  },

  'random shifts in views that come again, dropout, batch normalization, a frozen teacher': (kind) => {
    const data = source({
      counts: { train: 70, validation: 0, test: 40 },
      transform: [
        { kind: 'scale', by: 1 / 255, add: 0 },
        { kind: 'random-shift', pixels: 2 },
      ],
    });
    const conv = { kind: 'conv2d', filters: 2, kernel: 3, stride: 2, padding: 'same', bias: false } as const;
    const relu = { kind: 'activation', function: 'relu' } as const;
    const trunk = [conv, normal, relu, { kind: 'flatten' }] as const;
    const logits = { kind: 'dense', units: 10 } as const;
    const networks = [
      network('network-1', chain([...trunk, { kind: 'dropout', rate: 0.3 }, logits])),
      network('network-2', chain([...trunk, logits]), { role: 'teacher' }),
    ];
    // Three steps an epoch, the last of them short; the views of the first two epochs come again.
    const own = stage(data, {
      student: 'network-1',
      teacher: 'network-2',
      batch: 24,
      epochs: 3,
      optimizer: optimizer('adamw', { ...moments, weightDecay: 0.1 }, constant),
      cache: { taps: ['tap-12'], views: 2 },
    });
    return plan(data, networks, [own], [], kind);
  },

  'a student with dropout and batch normalization, attacked from random places': (kind) => robust(kind),

  'a student that begins from its teacher, thaws, is followed and kept near': (kind) => training(kind),

  'a hint whose closed channels the second student begins without': (kind) => {
    const of = filedPlan(
      ['teacher', 'hint-trainer', 'trainer'].reduce(
        (document, node) => withParams(document, node, { epochs: 1, batch: 14 }),
        withParams(closing, 'closed', { limit: 0.75 }),
      ),
    );
    return { ...of, engine: { ...of.engine, kind } };
  },

  'two tasks in turns, that share a trunk': (kind) => inTurns(kind, 0.6, { epochs: 2 }),

  'a teacher with batch normalization, then its student': (kind) => {
    const data = source();
    const layers = chain([{ kind: 'flatten' }, normal, { kind: 'dense', units: 10 }]);
    return plan(
      data,
      [network('network-1', mlpLayers(8)), network('network-2', layers, { role: 'teacher' })],
      [
        stage(data, {
          student: 'network-2',
          optimizer: optimizer('sgd', { momentum: 0, nesterov: false, weightDecay: 0 }, constant),
        }),
        stage(data, { id: 'stage-2', student: 'network-1', teacher: 'network-2', epochs: 1 }),
      ],
      [{ id: 'output-1', kind: 'saved-model', network: 'network-2', name: 'teacher' }],
      kind,
    );
  },
};

/** Moments of a stop, for as many processes as it takes; how many moments the last process had is handed back. */
async function interrupted(
  of: Plan,
  { engineFolder }: Backend,
  stops: readonly number[],
): Promise<{ readonly outcome: Outcome; readonly endings: string[]; readonly moments: number }> {
  const stages = of.stages.map((it) => it.id);
  const events: EngineEvent[] = [];
  const endings: string[] = [];
  let folder: string | undefined;
  for (const stop of [...stops, 0]) {
    const resume = folder === undefined ? null : (await newestCheckpoint(folder, stages)).point;
    const { control, moments } = interruptedAt(stop);
    const told = await runHere(of, {
      control,
      engineFolder,
      resume,
      ...(folder !== undefined && { folder }),
    });
    folder = told.folder;
    events.push(...told.events);
    endings.push(told.ending.how);
    if (stop === 0) return { outcome: await outcomeOf(folder, events), endings, moments: moments() };
  }
  throw new Error('not reached');
}

describe.each(BACKENDS)('%s', (name, backend) => {
  describe.each(Object.entries(PLANS))('%s', (title, make) => {
    const of = make(backend.kind);

    test('stopped at any moment and resumed: the same bits', async () => {
      const { outcome, moments } = await interrupted(of, backend, []);
      const every = process.env.POTSTILL_FULL ? 1 : 7;
      // At the last moment nothing is left that could be stopped.
      for (let stop = 1; stop < moments; stop += every) {
        const again = await interrupted(of, backend, [stop]);
        expect(again.endings, `moment ${stop}`).toEqual(['stopped', 'done']);
        expect(again.outcome, `moment ${stop}`).toEqual(outcome);
      }
    });

    test('stopped three times at random moments', async () => {
      const { outcome, moments } = await interrupted(of, backend, []);
      const draw = streamOf(moments, `${name} ${title}`, 0);
      const stops = Array.from({ length: 3 }, () => draw.whole(4, Math.ceil(moments / 2)));
      const again = await interrupted(of, backend, stops);
      expect(again.outcome, `moments ${stops}`).toEqual(outcome);
    });
  });

  test('paused: a checkpoint is there before it says so, and it goes on as if nothing had been', async () => {
    const of = distillation(backend.kind);
    const { engineFolder } = backend;
    const { outcome } = await interrupted(of, backend, []);
    const { control } = interruptedAt(14, 'pause');
    const states: string[] = [];
    const { folder, events, ending } = await runHere(of, {
      control,
      engineFolder,
      watch: (event) => {
        states.push(event.kind === 'state' ? event.state : event.kind);
        if (states.at(-1) !== 'paused') return;
        // After the engine has begun to wait.
        setImmediate(() => control.resume());
      },
    });
    const paused = states.indexOf('paused');
    expect(states.slice(paused - 1, paused + 2)).toEqual(['checkpoint', 'paused', 'running']);
    expect(ending.how).toBe('done');
    expect(await outcomeOf(folder, events)).toEqual(outcome);
  });

  test('paused while it measures at the end: it goes on with that, and says so', async () => {
    const of = distillation(backend.kind);
    const { engineFolder } = backend;
    const { outcome, moments } = await interrupted(of, backend, []);
    const { control } = interruptedAt(moments - 1, 'pause');
    const states: string[] = [];
    const { folder, events } = await runHere(of, {
      control,
      engineFolder,
      watch: (event) => {
        if (event.kind !== 'state') return;
        states.push(event.state);
        if (event.state === 'paused') setImmediate(() => control.resume());
      },
    });
    expect(states.slice(-3)).toEqual(['finishing', 'paused', 'finishing']);
    expect(await outcomeOf(folder, events)).toEqual(outcome);
  });

  test('stopped before anything was trained: nothing is promised', async () => {
    const { engineFolder } = backend;
    const { control } = interruptedAt(0);
    control.stop();
    const { ending, of } = await runHere(distillation(backend.kind), { control, engineFolder });
    expect(ending).toMatchObject({ how: 'stopped', text: 'Stopped by you.' });
    expect(of('checkpoint')).toEqual([]);
  });

  test('stopped while it is paused: it can go on from there', async () => {
    const of = distillation(backend.kind);
    const { engineFolder } = backend;
    const { outcome } = await interrupted(of, backend, []);
    const { control } = interruptedAt(14, 'pause');
    const first = await runHere(of, {
      control,
      engineFolder,
      watch: (event) => {
        if (event.kind === 'state' && event.state === 'paused') setImmediate(() => control.stop());
      },
    });
    expect(first.ending.how).toBe('stopped');
    const { folder } = first;
    const { point } = await newestCheckpoint(
      folder,
      of.stages.map((it) => it.id),
    );
    const second = await runHere(of, { folder, engineFolder, resume: point });
    expect(second.of('run-started')[0]?.resumedAt).toEqual(point);
    expect(await outcomeOf(folder, [...first.events, ...second.events])).toEqual(outcome);
  });
});
