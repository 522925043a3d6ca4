import { performance } from 'node:perf_hooks';
import type { HotWish } from '../../plan/hot-parameters.ts';

/** Thrown where work is given up because the person asked for it. */
export class Stopped extends Error {}

/** What the person wants of the run, looked at between steps. */
export type Control = {
  readonly wanted: 'run' | 'pause' | 'stop';
  pause(): void;
  resume(): void;
  stop(): void;
  /** Something is to be changed before the next step. */
  set(wish: HotWish): void;
  /** What is to be changed, each told once. */
  wishes(): readonly HotWish[];
  /** Lets messages in, at most every 50 ms; cheap in between. Undefined where there is nothing to wait for. */
  breathe(): Promise<void> | undefined;
  /** Resolves once something else than a pause is wanted. */
  held(): Promise<void>;
};

const BREATH = 50;

export function createControl(): Control {
  let wanted: Control['wanted'] = 'run';
  let last = performance.now();
  let release: (() => void)[] = [];
  let wishes: HotWish[] = [];
  const want = (next: Control['wanted']): void => {
    // A stop is not taken back.
    if (wanted !== 'stop') wanted = next;
    if (wanted === 'pause') return;
    for (const it of release) it();
    release = [];
  };
  return {
    get wanted() {
      return wanted;
    },
    pause: () => want('pause'),
    resume: () => want('run'),
    stop: () => want('stop'),
    set: (wish) => void wishes.push(wish),
    wishes() {
      if (wishes.length === 0) return wishes;
      const told = wishes;
      wishes = [];
      return told;
    },
    breathe() {
      if (performance.now() - last < BREATH) return undefined;
      return new Promise((resolve) => {
        setImmediate(() => {
          last = performance.now();
          resolve();
        });
      });
    },
    held: () =>
      new Promise((resolve) => {
        if (wanted === 'pause') release.push(resolve);
        else resolve();
      }),
  };
}
