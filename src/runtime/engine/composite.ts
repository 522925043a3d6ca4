import type { Tensor } from '@tensorflow/tfjs';

/** A group of ops that means one thing, told to whoever records. */
export type ToldComposite = {
  readonly name: string;
  readonly facts: Readonly<Record<string, number | boolean>>;
  readonly inputs: Readonly<Record<string, Tensor>>;
  readonly outputs: Readonly<Record<string, Tensor>>;
};

/** Hears of composites and scopes while a step is recorded. */
export type Listener = {
  composite<T>(run: () => T, tell: (result: T) => ToldComposite): T;
  scope<T>(at: Scope, run: () => T): T;
};

/** Which part of the pipeline an op works for; by it a profile finds back to the canvas. */
export type Scope = {
  /** A plan id. */
  readonly at: string;
  readonly part: 'data' | 'teacher' | 'student' | 'loss' | 'optimizer' | 'rest';
};

let listener: Listener | null = null;

/** Nobody listens while a step is computed for its own sake. */
export function listen<T>(to: Listener, run: () => T): T {
  listener = to;
  try {
    return run();
  } finally {
    listener = null;
  }
}

/**
 * Runs ops that together are something TensorFlow has one op for. What they compute is the meaning; the one op may
 * stand in for them in a recorded graph.
 */
export function composite<O extends Readonly<Record<string, Tensor>>>(
  name: string,
  facts: ToldComposite['facts'],
  inputs: ToldComposite['inputs'],
  run: () => O,
): O {
  return listener ? listener.composite(run, (outputs) => ({ name, facts, inputs, outputs })) : run();
}

/** Says for which part of the pipeline the ops run that `run` calls. */
export function scoped<T>(at: Scope, run: () => T): T {
  return listener ? listener.scope(at, run) : run();
}
