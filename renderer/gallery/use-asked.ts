import { useCallback, useEffect, useState } from 'react';
import type { Problem } from '../../src/pipeline/problem.ts';
import { problemOf } from '../problem-of.ts';

/** Something asked of main: on its way, there, or refused. */
export type Asked<T> =
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly value: T }
  | { readonly state: 'refused'; readonly problem: Problem };

/** Asks once the component is shown, and again when told to. `ask` must be the same function each time. */
export function useAsked<T>(ask: () => Promise<T>): readonly [Asked<T>, () => void] {
  const [asked, setAsked] = useState<Asked<T>>({ state: 'loading' });
  const [turn, setTurn] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another turn is to ask again
  useEffect(() => {
    let current = true;
    ask().then(
      (value) => current && setAsked({ state: 'ready', value }),
      (error: unknown) => current && setAsked({ state: 'refused', problem: problemOf(error) }),
    );
    return () => {
      current = false;
    };
  }, [ask, turn]);
  return [asked, useCallback(() => setTurn((it) => it + 1), [])];
}
