import { describe, expect, it } from 'vitest';
import { EngineEvent } from '../../../src/plan/events.ts';
import { type DeviceUsage, parseDeviceUsage } from '../../../src/runtime/engine/device-usage.ts';
import { createUsage, type Machine } from '../../../src/runtime/engine/usage.ts';

type UsageEvent = Extract<EngineEvent, { kind: 'usage' }>;

/** A machine whose clock goes as the test says, with two processors, one of which is busy all the time. */
function sampled(deviceName = 'CPU') {
  const events: UsageEvent[] = [];
  const asked: { resolve(usage: DeviceUsage): void; reject(error: Error): void }[] = [];
  let time = 0;
  const machine: Machine = {
    now: () => time,
    memory: () => 500_000_000,
    processor: () => time * 1000,
    processors: 2,
    device: () => new Promise((resolve, reject) => void asked.push({ resolve, reject })),
  };
  const emit = (event: EngineEvent): void => {
    const parsed = EngineEvent.parse(event);
    if (parsed.kind === 'usage') events.push(parsed);
  };
  const usage = createUsage(emit, deviceName, 0, machine);
  let step = 0;
  /** So many steps of 64 examples, each of so many milliseconds. */
  const train = (steps: number, milliseconds: number, stage = 'stage-1'): void => {
    for (let at = 0; at < steps; at += 1) {
      time += milliseconds;
      step += 1;
      usage.count(64, stage, step);
    }
  };
  const pass = (milliseconds: number): void => {
    time += milliseconds;
  };
  return { events, asked, usage, train, pass };
}

/** Lets what waits for an answer go on. */
const answered = () => new Promise((done) => setImmediate(done));

describe('use of the machine', () => {
  it('is told once a second at most, however quick the steps', () => {
    const { events, train } = sampled();
    train(3001, 1);
    expect(events.map((it) => it.step)).toEqual([1001, 2001, 3001]);
    train(3, 2500);
    expect(events.map((it) => it.step)).toEqual([1001, 2001, 3001, 3002, 3003, 3004]);
  });

  it('tells examples by the second, the share of all processors, and memory', () => {
    const { events, train } = sampled();
    train(11, 100);
    expect(events).toEqual([
      {
        kind: 'usage',
        stage: 'stage-1',
        step: 11,
        examplesPerSecond: 640,
        memory: 500_000_000,
        processor: 0.5,
        device: null,
      },
    ]);
  });

  it('leaves out what lies between two stages, and a pause', () => {
    const { events, train, pass, usage } = sampled();
    train(1, 100);
    pass(60_000);
    train(11, 100, 'stage-2');
    usage.rest();
    pass(60_000);
    train(11, 100, 'stage-2');
    expect(events.map((it) => [it.stage, it.examplesPerSecond])).toEqual([
      ['stage-2', 640],
      ['stage-2', 640],
    ]);
  });

  it('asks no driver where no device of it trains', () => {
    const { asked, train } = sampled('CPU');
    train(30, 100);
    expect(asked).toHaveLength(0);
  });

  it('tells what the device said last, and asks once at a time', async () => {
    const { events, asked, train } = sampled('CUDA: NVIDIA A');
    train(21, 100);
    expect(asked).toHaveLength(1);
    asked[0]?.resolve({ share: 0.9, memory: 7 });
    await answered();
    train(10, 100);
    expect(events.map((it) => it.device)).toEqual([null, null, { share: 0.9, memory: 7 }]);
    expect(asked).toHaveLength(2);
  });

  it('gives the device up after the first failure', async () => {
    const { events, asked, train } = sampled('CUDA: NVIDIA A');
    train(1, 100);
    asked[0]?.reject(new Error('no such program'));
    await answered();
    train(30, 100);
    expect(asked).toHaveLength(1);
    expect(events.map((it) => it.device)).toEqual([null, null, null]);
  });

  it('of this machine itself is within what is possible', () => {
    const events: EngineEvent[] = [];
    const usage = createUsage((event) => events.push(EngineEvent.parse(event)), 'CPU');
    for (let step = 1; events.length === 0; step += 1) usage.count(1, 'stage-1', step);
    usage.stop();
    const [event] = events;
    if (event?.kind !== 'usage') throw new Error('Nothing was told.');
    expect(event.memory).toBeGreaterThan(10_000_000);
    // This very loop keeps a processor busy.
    expect(event.processor).toBeGreaterThan(0);
    expect(event.examplesPerSecond).toBeGreaterThan(0);
  });
});

describe('the answer of the driver’s tool', () => {
  it('has a line a card, in percent and MiB', () => {
    const text = '87, 10240\n 3, 11\n';
    expect(parseDeviceUsage(text, 0)).toEqual({ share: 0.87, memory: 10240 * 2 ** 20 });
    expect(parseDeviceUsage(text, 1)).toEqual({ share: 0.03, memory: 11 * 2 ** 20 });
    expect(parseDeviceUsage('87, 10240\r\n', 0)).toEqual({ share: 0.87, memory: 10240 * 2 ** 20 });
  });

  it.each(['', '[N/A], 10', '87', 'No devices were found', '-1, 3', '87, 10240, 5'])(
    'is no figure where it says %j',
    (text) => expect(parseDeviceUsage(text, 0)).toBeUndefined(),
  );

  it('has nothing of a card that is not there', () => {
    expect(parseDeviceUsage('87, 10240\n', 1)).toBeUndefined();
  });
});
