import { availableParallelism } from 'node:os';
import type { EngineEvent } from '../../plan/events.ts';
import { askDevice, type DeviceUsage } from './device-usage.ts';

/** Milliseconds between two events. */
const INTERVAL = 1_000;

/** This machine as it is sampled; handed in by tests, whose clock does not run by itself. */
export type Machine = {
  /** Milliseconds, monotonic. */
  now(): number;
  /** Resident bytes of this process. */
  memory(): number;
  /** Microseconds that this process has computed, over all processors. */
  processor(): number;
  readonly processors: number;
  /** Rejects where nothing tells. */
  device(signal: AbortSignal): Promise<DeviceUsage>;
};

const thisMachine = (card: number): Machine => ({
  now: () => performance.now(),
  memory: () => process.memoryUsage.rss(),
  processor: () => {
    const { user, system } = process.cpuUsage();
    return user + system;
  },
  processors: availableParallelism(),
  device: (signal) => askDevice(card, signal),
});

export type Usage = {
  /** After each step (or call of many): how many examples it took, and where the stage stands. */
  count(examples: number, stage: string, step: number): void;
  /** Before a wait that is no work, as a pause is: what comes after it is measured by itself. */
  rest(): void;
  stop(): void;
};

/**
 * Tells once a second how the machine is used, out of the training loop: no timer of its own, one look at the clock a
 * call. The device is asked aside and answers late, so that an event has the figures of a moment before.
 *
 * @param deviceName as the engine gives it; a driver's tool is asked where it begins with `CUDA`
 * @param card which of the driver's cards it is
 */
export function createUsage(
  emit: (event: EngineEvent) => void,
  deviceName: string,
  card = 0,
  machine: Machine = thisMachine(card),
): Usage {
  const stopped = new AbortController();
  let device: DeviceUsage | null = null;
  /** Given up after the first failure: a tool that is missing stays missing. */
  let ask = deviceName.startsWith('CUDA');
  let asking = false;
  let since: { readonly stage: string; readonly time: number; readonly processor: number } | undefined;
  let counted = 0;

  const begin = (stage: string, time: number): void => {
    since = { stage, time, processor: machine.processor() };
    counted = 0;
  };
  const askAside = async (): Promise<void> => {
    if (!ask || asking) return;
    asking = true;
    try {
      device = await machine.device(stopped.signal);
    } catch {
      ask = false;
      device = null;
    }
    asking = false;
  };

  return {
    count(examples, stage, step) {
      const time = machine.now();
      // The time of the first step began before anybody looked at the clock.
      if (since?.stage !== stage) {
        begin(stage, time);
        void askAside();
        return;
      }
      counted += examples;
      const elapsed = time - since.time;
      if (elapsed < INTERVAL) return;
      const busy = (machine.processor() - since.processor) / 1000 / elapsed / machine.processors;
      emit({
        kind: 'usage',
        stage,
        step,
        examplesPerSecond: (counted / elapsed) * 1000,
        memory: machine.memory(),
        processor: Math.min(1, Math.max(0, busy)),
        device,
      });
      begin(stage, time);
      void askAside();
    },
    rest() {
      since = undefined;
    },
    stop() {
      since = undefined;
      ask = false;
      stopped.abort();
    },
  };
}
