import type { Answer, Bridge } from '../electron/contract.ts';
import { ProblemError } from '../src/pipeline/problem.ts';

declare global {
  interface Window {
    /** What the preload puts here; the window's only way out. */
    readonly potstill: Bridge;
  }
}

/** Asked for at each use, so that a module can be loaded where there is no window. */
export const bridge = (): Bridge => window.potstill;

/** @throws ProblemError with main's own reason */
export async function unwrap<T>(answer: Promise<Answer<T>>): Promise<T> {
  const given = await answer;
  if (given.ok) return given.value;
  throw new ProblemError(given.problem);
}
