import { createHash } from 'node:crypto';
import { contentHash } from '../../../plan/hash.ts';
import type { Network, Source } from '../../../plan/plan.ts';

/** All that a teacher's outputs on a source depend on. */
export type TeacherInputs = Pick<Network, 'layers' | 'input'> &
  Pick<Source, 'files' | 'counts' | 'tokens' | 'splitSeed' | 'transform'> & {
    /** By `<layer>/<weight>`. */
    readonly weights: ReadonlyMap<string, Float32Array>;
    /** Layers whose outputs are kept; their order does not matter. */
    readonly taps: readonly string[];
    /** The draws that were made for all time, where examples are changed at random at all. */
    readonly draws: { readonly seed: number; readonly views: number } | null;
    /** Kind, device, version and precision: engines agree in all but the last digits. */
    readonly engine: string;
  };

/** Raised when equal inputs are to give other outputs, after a mistake in the arithmetic was mended. */
const ARITHMETIC = 2;

/** The name of a teacher's outputs: 64 hex digits that are others wherever anything is another. */
export function teacherKey(inputs: TeacherInputs): string {
  // Field by field: a caller may hand in more, such as a network's id, on which nothing depends.
  const { layers, input, files, counts, tokens, splitSeed, transform, draws, engine } = inputs;
  const weights = Object.fromEntries([...inputs.weights].map(([name, values]) => [name, hashOf(values)]));
  const taps = [...inputs.taps].sort();
  const data = { files, counts, ...(tokens ? { tokens } : {}), splitSeed, transform, draws };
  return contentHash({ arithmetic: ARITHMETIC, engine, layers, input, taps, weights, data });
}

const hashOf = ({ buffer, byteOffset, byteLength }: Float32Array): string =>
  createHash('sha256')
    .update(new Uint8Array(buffer, byteOffset, byteLength))
    .digest('hex');
