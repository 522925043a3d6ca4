import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EngineEvent } from '../../src/plan/events.ts';
import { compile } from '../../src/runtime/compile/compile.ts';
import { places } from '../../src/runtime/places.ts';
import { openRunWriter, type RunWriter } from '../../src/runtime/run-writer.ts';
import { createRun } from '../../src/runtime/runs.ts';
import { starter } from '../runtime/starter.ts';
import { newPerson, type Person } from './launch-app.ts';
import { Studio } from './studio.ts';

/** What main sends in a second, ten times: as many steps as no engine of ours makes. */
const FRAMES_A_SECOND = 10;
const STEPS_A_FRAME = 500;
const SECONDS = 6;
const STEPS = FRAMES_A_SECOND * STEPS_A_FRAME * SECONDS;

/** A loss that tells its step by its first four digits. */
const lossOf = (step: number): number => 1 + ((step * 7919) % 8999) / 1000;

/** A run that has begun, held by this process as an engine would hold it, with more steps than are sent. */
async function begunRun(person: Person): Promise<{ run: string; writer: RunWriter; next: () => number }> {
  const { document } = starter();
  const teacher = document.nodes.teacher;
  if (!teacher) throw new Error('The starter has no node called teacher.');
  const params = { ...teacher.params, epochs: 100 };
  const long = { ...document, nodes: { ...document.nodes, teacher: { ...teacher, params } } };
  const compiled = compile(long);
  if (!compiled.ok) throw new Error(compiled.problems[0]?.message);
  const { folder } = await createRun(places(person.home).runs, {
    ...{ title: 'Flood', document: long, compiled: compiled.value, version: '0.0.0-test' },
  });
  let next = 0;
  const writer = openRunWriter(folder, ({ seq }) => {
    next = seq + 1;
  });
  const [stage] = compiled.value.plan.stages;
  const events: readonly EngineEvent[] = [
    {
      ...{ kind: 'run-started', plan: compiled.value.hash, resumedAt: null },
      engine: { kind: 'tensorflow', device: 'CPU', version: '2.20.0' },
    },
    {
      ...{ kind: 'stage-started', stage: stage?.id ?? '', index: 0, of: 3, step: 0 },
      ...{ epochs: stage?.epochs ?? 0, steps: stage?.steps ?? 0 },
    },
    { kind: 'state', state: 'running', text: 'Training' },
  ];
  for (const event of events) writer.write(event);
  writer.flush();
  return { run: folder.slice(folder.lastIndexOf('/') + 1), writer, next: () => next };
}

/** Milliseconds between the frames that a page drew. */
type Frames = {
  readonly count: number;
  readonly median: number;
  readonly p95: number;
  /** The 95th percentile of the median second: other work on the machine slows some, what the page does itself all. */
  readonly usual: number;
};

function framesOf(times: readonly number[]): Frames {
  const between = times.slice(1).map((it, at) => it - (times[at] ?? 0));
  const seconds = new Map<number, number[]>();
  times.slice(1).forEach((it, at) => {
    const second = Math.floor(it / 1000);
    seconds.set(second, [...(seconds.get(second) ?? []), between[at] ?? 0]);
  });
  const eachP95 = [...seconds.values()].map((it) => quantile(it, 0.95));
  return {
    count: between.length,
    median: quantile(between, 0.5),
    p95: quantile(between, 0.95),
    usual: quantile(eachP95, 0.5),
  };
}

/** By rank, to a tenth. */
function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return Number((sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN).toFixed(1));
}

describe('a window that 5,000 steps a second arrive in', () => {
  let person: Person;
  let studio: Studio;
  let begun: Awaited<ReturnType<typeof begunRun>>;

  beforeAll(async () => {
    person = newPerson();
    begun = await begunRun(person);
    studio = await Studio.open({ person });
    await studio.openTemplate('Tempered softmax on MNIST');
    await studio.menu('runs');
    await studio.runs.getByText('Flood').first().waitFor();
    await studio.runs.locator('.uplot').first().waitFor();
  });

  afterAll(async () => {
    begun.writer.close();
    await studio.close();
    person.forget();
  });

  /** Notes when each frame is drawn, until it is asked. */
  const record = (): Promise<void> =>
    studio.page.evaluate(() => {
      const times: number[] = [];
      const state = Object.assign(globalThis, { drawn: { times, on: true } });
      const tick = (time: number): void => {
        times.push(time);
        if (state.drawn.on) requestAnimationFrame(tick);
      };
      requestAnimationFrame(tick);
    });
  const recorded = async (): Promise<Frames> =>
    framesOf(
      await studio.page.evaluate(() => {
        const { drawn } = globalThis as unknown as { drawn: { times: number[]; on: boolean } };
        drawn.on = false;
        return drawn.times;
      }),
    );
  const calm = async (): Promise<Frames> => {
    await record();
    await studio.page.waitForFunction(
      () => (globalThis as unknown as { drawn: { times: number[] } }).drawn.times.length > 200,
    );
    return recorded();
  };

  /** Main sends the frames itself, at the pace of the supervisor's; resolves when the last one is sent. */
  const flood = (): Promise<void> =>
    studio.app.evaluate(
      ({ BrowserWindow }, { run, first, frames, steps, every }) => {
        const contents = BrowserWindow.getAllWindows()[0]?.webContents;
        return new Promise<void>((done) => {
          let frame = 0;
          const timer = setInterval(() => {
            const numbers = Array.from({ length: steps }, (_, at) => frame * steps + at + 1);
            const events = [
              {
                ...{ kind: 'metrics', stage: 'stage-1', seq: first + frame, time: 1000 + frame * every },
                steps: numbers,
                columns: {
                  loss: numbers.map((it) => 1 + ((it * 7919) % 8999) / 1000),
                  accuracy: numbers.map((it) => 1 - 1 / it),
                  rate: numbers.map(() => 0.002),
                },
              },
            ];
            contents?.send('push:run.frame', { run, events });
            frame += 1;
            if (frame < frames) return;
            clearInterval(timer);
            done();
          }, every);
        });
      },
      {
        ...{ run: begun.run, first: begun.next(), frames: FRAMES_A_SECOND * SECONDS },
        ...{ steps: STEPS_A_FRAME, every: 1000 / FRAMES_A_SECOND },
      },
    );

  test('draws on, frame after frame', async () => {
    const before = await calm();
    await record();
    await flood();
    const during = await recorded();
    await studio.runs.getByText(`${STEPS.toLocaleString('en-US')} of`).waitFor();
    const after = await calm();
    console.info('Milliseconds between frames:', JSON.stringify({ before, during, after }));
    await studio.screenshot('metrics-flood');

    // The machine may be busy with other work; then the calm page is slow as well.
    const slowest = (of: 'median' | 'usual'): number => Math.max(before[of], after[of]);
    expect(during.median).toBeLessThan(Math.max(25, 1.5 * slowest('median')));
    expect(during.usual).toBeLessThan(Math.max(50, 1.5 * slowest('usual')));
    // Over the whole flood, not before it.
    expect(during.count * during.median).toBeGreaterThan((SECONDS * 1000) / 4);
  });

  test('has every frame of them in its curves, each value at its step', async () => {
    await studio.page.getByRole('slider', { name: 'Smoothing' }).press('Home');
    const chart = studio.runs.getByRole('img', { name: /^Loss by step/ });
    const value = studio.runs.getByRole('region', { name: 'Loss' }).locator('.legend-value');
    const [from, to] = [0, 46_900];
    // The chart's own stride is shorter than a frame, so that each frame is read at least once.
    const stride = Math.round((to - from) / 100);
    expect(stride).toBeLessThan(STEPS_A_FRAME);
    await chart.press('Home');
    for (let step = stride; step <= STEPS; step += stride) {
      await chart.press('ArrowRight');
      await expect.poll(() => value.textContent()).toBe(lossOf(step).toPrecision(4));
    }
  });
});
