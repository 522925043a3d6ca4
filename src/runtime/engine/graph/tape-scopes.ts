import * as tf from '@tensorflow/tfjs';
import type { Scope } from '../composite.ts';

/** By the name of its input: each is computed when it is asked for. */
type Gradients = Record<string, () => unknown>;

/** As much of tfjs's engine as tells which op a gradient belongs to. */
type Tape = {
  addTapeNode: (...given: unknown[]) => void;
  readonly state: {
    readonly activeTape?: { gradient?: (dys: unknown) => Gradients }[];
  };
};

/**
 * From now on the ops of a gradient run under the scope that its forward op ran under.
 *
 * @returns ends it
 */
export function gradientsKeepScope(current: () => Scope, change: (to: Scope) => void): () => void {
  const tape = tf.engine() as unknown as Tape;
  const addTapeNode = tape.addTapeNode;
  tape.addTapeNode = (...given) => {
    addTapeNode.apply(tape, given);
    const node = tape.state.activeTape?.at(-1);
    if (!node?.gradient) return;
    const [own, gradient] = [current(), node.gradient];
    const under = <T>(run: () => T): T => {
      const before = current();
      change(own);
      try {
        return run();
      } finally {
        change(before);
      }
    };
    node.gradient = (dys) =>
      Object.fromEntries(
        Object.entries(under(() => gradient(dys))).map(([input, run]) => [input, () => under(run)]),
      );
  };
  return () => {
    tape.addTapeNode = addTapeNode;
  };
}
