import type { Tokens } from '../../../plan/plan.ts';
import type { LoadedPart, LoadedSource } from './load-source.ts';
import type { Drawn } from './order.ts';
import { maskTokens, writeTokens } from './token-rows.ts';

/** Writes the texts at some rows of a part, with tokens hidden where draws are given. Texts are held in memory: nothing is waited for. */
export function tokenBatches(
  { source, masking }: LoadedSource,
  { examples, places }: LoadedPart,
  ids: Uint16Array,
) {
  const tokens = source.tokens as Tokens;
  const length = source.shape[0] ?? 0;
  let values = new Float32Array(0);
  let targets = new Int32Array(0);
  let labels = new Int32Array(0);
  return {
    ready: () => undefined,
    write(rows: Int32Array, drawn: Drawn | null) {
      const size = rows.length;
      if (size > labels.length) {
        values = new Float32Array(size * length);
        targets = new Int32Array(size * length);
        labels = new Int32Array(size);
      }
      const hidden = drawn?.kind === 'masks' ? drawn : null;
      for (const [at, row] of rows.entries()) {
        const place = places[row] as number;
        const to = at * length;
        labels[at] = examples.labels[place] as number;
        const stored = ids.subarray(place * tokens.stored, (place + 1) * tokens.stored);
        writeTokens(stored, { values, to, length }, tokens);
        if (hidden && masking)
          maskTokens({ values, targets, to, length }, masking, tokens, { ...hidden, row });
      }
      return {
        size,
        images: values.subarray(0, size * length),
        labels: labels.subarray(0, size),
        examples: rows,
        targets: hidden ? targets.subarray(0, size * length) : null,
      };
    },
    letGo: () => undefined,
  };
}
