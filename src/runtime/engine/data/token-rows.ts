import { NO_TARGET, type Tokens, type TransformStep } from '../../../plan/plan.ts';
import { streamOf } from '../streams.ts';

/** How the tokens of a training text are hidden. */
export type Masking = Omit<Extract<TransformStep, { kind: 'mask-tokens' }>, 'kind'>;

/** The last masking of a transform; null where nothing is hidden. */
export const maskingOf = (steps: readonly TransformStep[]): Masking | null =>
  steps.findLast((it) => it.kind === 'mask-tokens') ?? null;

/**
 * Writes a text as a network sees it: [CLS], the first tokens that have room, [SEP], padding.
 *
 * @param stored the tokens of one row of the file
 * @param values where the row goes, from `to` on
 * @param length places of the row
 */
export function writeTokens(
  stored: Uint16Array,
  { values, to, length }: { readonly values: Float32Array; readonly to: number; readonly length: number },
  { padding, start, end }: Tokens,
): void {
  const room = Math.max(0, length - 2);
  let used = 0;
  while (used < room && used < stored.length && stored[used] !== padding) used += 1;
  values.fill(padding, to, to + length);
  values[to] = start;
  for (let at = 0; at < used; at += 1) values[to + 1 + at] = stored[at] as number;
  if (length > 1) values[to + 1 + used] = end;
}

/**
 * Hides tokens of a written row, and says which are to be found again. What is drawn depends on (seed, view, row) alone,
 * so that it makes no difference which batch a text falls into.
 *
 * @param targets gets the hidden tokens at their places, NO_TARGET elsewhere
 */
export function maskTokens(
  { values, targets, to, length }: { values: Float32Array; targets: Int32Array; to: number; length: number },
  { share, masked, replaced }: Masking,
  { vocabulary, mask, reserved }: Tokens,
  { seed, view, row }: { readonly seed: number; readonly view: number; readonly row: number },
): void {
  const stream = streamOf(seed, `mask/${row}`, view);
  for (let at = to; at < to + length; at += 1) {
    const token = values[at] as number;
    targets[at] = NO_TARGET;
    if (token < reserved || stream.uniform() >= share) continue;
    targets[at] = token;
    const how = stream.uniform();
    if (how < masked) values[at] = mask;
    else if (how < masked + replaced) values[at] = stream.whole(reserved, vocabulary - 1);
  }
}
