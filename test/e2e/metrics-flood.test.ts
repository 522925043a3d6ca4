import { basename } from 'node:path';
import type { CDPSession } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EngineEvent } from '../../src/plan/events.ts';
import { compile } from '../../src/runtime/compile/compile.ts';
import { places } from '../../src/runtime/places.ts';
import { openRunWriter } from '../../src/runtime/run-writer.ts';
import { createRun } from '../../src/runtime/runs.ts';
import { starter } from '../runtime/starter.ts';
import { type DrawnFrames, FrameWatch } from './drawn-frames.ts';
import { newPerson, type Person } from './launch-app.ts';
import { Studio } from './studio.ts';

/** What main sends in a second, ten times: as many steps as no engine of ours makes. */
const FRAMES_A_SECOND = 10;
const STEPS_A_FRAME = 500;
const SECONDS = 6;
const FRAMES = FRAMES_A_SECOND * SECONDS;
const STEPS = FRAMES * STEPS_A_FRAME;

/** A loss that tells its step by its first four digits. */
const lossOf = (step: number): number => 1 + ((step * 7919) % 8999) / 1000;

type StageStarted = Extract<EngineEvent, { kind: 'stage-started' }>;

/** A run that has begun, held by this process as an engine would hold it, with more steps than are sent. */
async function begunRun(person: Person) {
  const { document } = starter();
  const teacher = document.nodes.teacher;
  if (!teacher) throw new Error('The starter has no node called teacher.');
  const params = { ...teacher.params, epochs: 100 };
  const long = { ...document, nodes: { ...document.nodes, teacher: { ...teacher, params } } };
  const compiled = compile(long);
  if (!compiled.ok) throw new Error(compiled.problems[0]?.message);
  const { plan, hash } = compiled.value;
  const { folder } = await createRun(places(person.home).runs, {
    ...{ title: 'Flood', document: long, compiled: compiled.value, version: '0.0.0-test' },
  });
  const { id = '', epochs = 0, steps = 0 } = plan.stages[0] ?? {};
  const stage: StageStarted = {
    ...{ kind: 'stage-started', stage: id, index: 0, of: plan.stages.length },
    ...{ epochs, steps, step: 0 },
  };
  const events: readonly EngineEvent[] = [
    {
      ...{ kind: 'run-started', plan: hash, resumedAt: null },
      engine: { kind: 'tensorflow', device: 'CPU', version: '2.20.0' },
    },
    stage,
    { kind: 'state', state: 'running', text: 'Training' },
  ];
  const writer = openRunWriter(folder, () => undefined);
  for (const event of events) writer.write(event);
  return { run: basename(folder), writer, stage, next: events.length };
}

/** One flood, and the same page before and after it. */
type Round = Record<'before' | 'during' | 'after', DrawnFrames> & {
  /** Of one core, that the page's own thread had meanwhile. */
  readonly share: number;
};

/** A machine that is busy with other work may spoil a round. It does not spoil all. */
const ROUNDS = 4;

function keepsUp({ before, during, after }: Round): boolean {
  const slowest = (of: 'median' | 'usual'): number => Math.max(before[of], after[of]);
  return (
    during.median < Math.max(25, 1.5 * slowest('median')) &&
    during.usual < Math.max(50, 1.5 * slowest('usual'))
  );
}

describe('a window that 5,000 steps a second arrive in', () => {
  let person: Person;
  let studio: Studio;
  let begun: Awaited<ReturnType<typeof begunRun>>;
  let inspector: CDPSession;

  beforeAll(async () => {
    person = newPerson();
    begun = await begunRun(person);
    studio = await Studio.open({ person });
    await studio.openTemplate('Tempered softmax on MNIST');
    await studio.menu('runs');
    await studio.runs.getByText('Flood').first().waitFor();
    await studio.runs.locator('.uplot').first().waitFor();
    inspector = await studio.page.context().newCDPSession(studio.page);
    await inspector.send('Performance.enable', { timeDomain: 'threadTicks' });
  });

  afterAll(async () => {
    begun.writer.close();
    await studio.close();
    person.forget();
  });

  /** Seconds of processor time that the page's own thread has had. */
  const worked = async (): Promise<number> => {
    const { metrics } = await inspector.send('Performance.getMetrics');
    return metrics.find((it) => it.name === 'TaskDuration')?.value ?? Number.NaN;
  };
  const calm = async (): Promise<DrawnFrames> => {
    const watch = await FrameWatch.on(studio.page);
    await watch.drew(200);
    return watch.end();
  };

  /**
   * Main sends the frames itself, at the pace of the supervisor's; resolves when the last one is sent. Its stage begins
   * anew, as that of a run which goes on from its start.
   */
  const flood = (first: number): Promise<void> =>
    studio.app.evaluate(
      ({ BrowserWindow }, { run, seq, frames, steps, every, stage }) => {
        const contents = BrowserWindow.getAllWindows()[0]?.webContents;
        contents?.send('push:run.frame', { run, events: [{ ...stage, seq, time: 0 }] });
        return new Promise<void>((done) => {
          let frame = 0;
          const timer = setInterval(() => {
            const numbers = Array.from({ length: steps }, (_, at) => frame * steps + at + 1);
            frame += 1;
            const columns = {
              loss: numbers.map((it) => 1 + ((it * 7919) % 8999) / 1000),
              accuracy: numbers.map((it) => 1 - 1 / it),
              rate: numbers.map(() => 0.002),
            };
            const metrics = { kind: 'metrics', stage: stage.stage, steps: numbers, columns };
            const events = [{ ...metrics, seq: seq + frame, time: frame * every }];
            contents?.send('push:run.frame', { run, events });
            if (frame < frames) return;
            clearInterval(timer);
            done();
          }, every);
        });
      },
      {
        ...{ run: begun.run, stage: begun.stage, seq: first, frames: FRAMES },
        ...{ steps: STEPS_A_FRAME, every: 1000 / FRAMES_A_SECOND },
      },
    );

  const round = async (first: number): Promise<Round> => {
    const before = await calm();
    const workBefore = await worked();
    const watch = await FrameWatch.on(studio.page);
    await flood(first);
    const during = await watch.end();
    const share = Number((((await worked()) - workBefore) / SECONDS).toFixed(3));
    await studio.runs.getByText(`${STEPS.toLocaleString('en-US')} of`).waitFor();
    return { before, during, after: await calm(), share };
  };

  test('draws on, frame after frame', async () => {
    const rounds: Round[] = [];
    for (let first = begun.next; rounds.length < ROUNDS && !rounds.some(keepsUp); first += FRAMES + 1) {
      const told = await round(first);
      console.info('Milliseconds between frames:', JSON.stringify(told));
      rounds.push(told);
      // What it costs does not depend on who else is at work here: little of one core, so that frames need not wait.
      expect(told.share).toBeGreaterThan(0);
      expect(told.share).toBeLessThan(0.3);
    }
    await studio.screenshot('metrics-flood');
    expect(rounds.some(keepsUp)).toBe(true);
  });

  test('has every frame of them in its curves, each value at its step', async () => {
    await studio.page.getByRole('slider', { name: 'Smoothing' }).press('Home');
    const chart = studio.runs.getByRole('img', { name: /^Loss by step/ });
    const value = studio.runs.getByRole('region', { name: 'Loss' }).locator('.legend-value');
    // A hundredth of the axis is shorter than a frame, so that each frame is read at least once.
    const stride = Math.round(begun.stage.steps / 100);
    expect(stride).toBeLessThan(STEPS_A_FRAME);
    await chart.press('Home');
    for (let step = stride; step <= STEPS; step += stride) {
      await chart.press('ArrowRight');
      await expect.poll(() => value.textContent()).toBe(lossOf(step).toPrecision(4));
    }
  });
});
