import { median } from '../../plan/leaderboard.ts';

/** How long steps take: the median of an epoch, which a pause, a checkpoint or the first step's compilation leaves as it is. */
export type StepClock = {
  begin(): void;
  end(): void;
  /** Median since the last call, in milliseconds; undefined where no step was timed. */
  take(): number | undefined;
};

/** @param now milliseconds, monotonic; handed in by tests, whose clock does not run by itself */
export function createStepClock(now: () => number = () => performance.now()): StepClock {
  let began = 0;
  let times: number[] = [];
  return {
    begin() {
      began = now();
    },
    end() {
      times.push(now() - began);
    },
    take() {
      const middle = median(times);
      times = [];
      return middle ?? undefined;
    },
  };
}
