import { describe, expect, test } from 'vitest';
import type { Source, Tokens, TransformStep } from '../../../src/plan/plan.ts';
import { batchWriter } from '../../../src/runtime/engine/data/batches.ts';
import { loadSource } from '../../../src/runtime/engine/data/load-source.ts';
import { trainingOrder } from '../../../src/runtime/engine/data/order.ts';
import { source } from './plans.ts';

/* How texts come to a network: with [CLS] and [SEP], cut or filled, and with tokens hidden. */

const TOKENS: Tokens = { vocabulary: 200, stored: 40, padding: 0, start: 2, end: 3, mask: 4, reserved: 5 };
const BERT: TransformStep = { kind: 'mask-tokens', share: 0.15, masked: 0.8, replaced: 0.1 };

/** Texts of given tokens, all of class 0. */
function loaded(texts: readonly (readonly number[])[], changes: Partial<Source> = {}) {
  const ids = Uint16Array.from(
    texts.flatMap((it) => [...it, ...new Array<number>(TOKENS.stored - it.length).fill(0)]),
  );
  const examples = {
    count: texts.length,
    images: { kind: 'tokens', ids } as const,
    labels: new Uint8Array(texts.length),
  };
  const counts = { train: texts.length, validation: 0, test: texts.length };
  const of = source({ tokens: TOKENS, shape: [8], counts, transform: [], ...changes });
  return loadSource(of, { train: examples, test: examples });
}
const all = (count: number): Int32Array => Int32Array.from({ length: count }, (_, at) => at);
const rowsOf = (values: ArrayLike<number>, length: number): number[][] =>
  Array.from({ length: values.length / length }, (_, row) =>
    Array.from({ length }, (_, at) => values[row * length + at] as number),
  );

describe('a text', () => {
  test('stands between [CLS] and [SEP], cut to its places or filled with padding', () => {
    const of = loaded([[9, 8, 7], [5, 6, 7, 8, 9, 10], [11, 12, 13, 14, 15, 16, 17, 18, 19], []]);
    const { images, targets } = batchWriter(of, of.parts.test).write(all(4), null);
    expect(rowsOf(images, 8)).toEqual([
      [2, 9, 8, 7, 3, 0, 0, 0],
      [2, 5, 6, 7, 8, 9, 10, 3],
      [2, 11, 12, 13, 14, 15, 16, 3],
      [2, 3, 0, 0, 0, 0, 0, 0],
    ]);
    expect(targets).toBeNull();
  });
});

/** Many long texts, their tokens hidden in a first epoch of training. */
function hidden(count: number, { seed = 1, batch = count, transform = [BERT], step = 0 } = {}) {
  const texts = Array.from({ length: count }, (_, row) =>
    Array.from({ length: 30 }, (_, at) => 5 + ((row * 31 + at * 7) % 195)),
  );
  const of = loaded(texts, { shape: [32], transform });
  const order = trainingOrder(count, { seed, batch, shift: 0, masking: of.masking, views: null });
  const { rows, drawn } = order.at(step);
  const { images, targets } = batchWriter(of, of.parts.train).write(rows, drawn);
  const plain = batchWriter(of, of.parts.test).write(rows, null).images;
  return {
    rows,
    seen: rowsOf(images, 32),
    targets: rowsOf(targets ?? [], 32),
    plain: rowsOf(plain, 32),
  };
}

describe('hidden tokens', () => {
  test('are 15 %, of which 80 % are masked, 10 % replaced and 10 % stay; special tokens are never drawn', () => {
    const { seen, targets, plain } = hidden(400);
    let [drawn, masked, stayed, others] = [0, 0, 0, 0];
    for (const [at, row] of seen.entries())
      for (const [place, token] of row.entries()) {
        const [target, was] = [targets[at]?.[place], plain[at]?.[place] as number];
        if (target === -100) {
          expect(token).toBe(was);
          continue;
        }
        expect(was).toBeGreaterThanOrEqual(TOKENS.reserved);
        expect(target).toBe(was);
        drawn += 1;
        if (token === TOKENS.mask) masked += 1;
        else if (token === was) stayed += 1;
        else {
          expect(token).toBeGreaterThanOrEqual(TOKENS.reserved);
          others += 1;
        }
      }
    const deviations = (found: number, of: number, share: number): number =>
      Math.abs(found - of * share) / Math.sqrt(of * share * (1 - share));
    expect(deviations(drawn, 400 * 30, 0.15)).toBeLessThan(4);
    expect(deviations(masked, drawn, 0.8)).toBeLessThan(4);
    expect(deviations(others, drawn, 0.1)).toBeLessThan(4);
    expect(deviations(stayed, drawn, 0.1)).toBeLessThan(4);
  });

  test('hang on seed, epoch and text alone, and not on the batch', () => {
    const byRow = ({ rows, seen }: ReturnType<typeof hidden>) =>
      new Map(Array.from(rows, (row, at) => [row, seen[at]?.join()]));
    const whole = byRow(hidden(60));
    for (const [row, seen] of byRow(hidden(60, { batch: 7 }))) expect(seen).toBe(whole.get(row));
    const changed = (other: Map<number, string | undefined>) =>
      [...other].filter(([row, it]) => it !== whole.get(row)).length;
    expect(changed(byRow(hidden(60, { seed: 2 })))).toBeGreaterThan(50);
    expect(changed(byRow(hidden(60, { step: 1 })))).toBeGreaterThan(50);
  });

  test('are hidden while training alone', () => {
    const of = loaded([[9, 8, 7]], { transform: [BERT] });
    expect(batchWriter(of, of.parts.test).write(all(1), null).targets).toBeNull();
  });
});
