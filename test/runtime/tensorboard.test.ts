import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../src/plan/events.ts';
import { scalarsOf } from '../../src/runtime/scalars.ts';
import { tensorboardScalars, tensorboardStart } from '../../src/runtime/tensorboard.ts';
import { readEventFile } from './read-event-file.ts';

describe("TensorBoard's event file", () => {
  it('opens with the version that readers look for', () => {
    expect(readEventFile(tensorboardStart(1.5)).version).toBe('brain.Event:2');
  });

  it('gives every scalar back to a reader that was written apart', () => {
    const scalar = fc.record({
      tag: fc.string({ unit: 'grapheme', minLength: 1 }),
      step: fc.nat(Number.MAX_SAFE_INTEGER),
      value: fc.float(),
    });
    fc.assert(
      fc.property(
        fc.array(scalar, { maxLength: 10 }),
        fc.double({ min: 0, max: 1e10 }),
        (scalars, seconds) => {
          const bytes = Buffer.concat([tensorboardStart(seconds), tensorboardScalars(scalars, seconds)]);
          expect(readEventFile(bytes).scalars).toEqual(scalars.map((it) => ({ ...it, seconds })));
        },
      ),
    );
  });

  it('has a checksum that sees a single wrong bit', () => {
    const bytes = tensorboardScalars([{ tag: 'loss', step: 3, value: 0.5 }], 1);
    for (let bit = 64; bit < bytes.length * 8; bit += 5) {
      const wrong = Buffer.from(bytes);
      wrong[bit >> 3] = (wrong[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(() => readEventFile(wrong), `bit ${bit}`).toThrow('checksum');
    }
  });
});

describe('what is drawn of a run', () => {
  const stamp = { seq: 0, time: 0 };
  const measured = { part: 'test', examples: 10, accuracy: 0.5, loss: 2 } as const;

  it('a curve a column of the metrics, by stage and step', () => {
    const event: RunEvent = {
      ...stamp,
      kind: 'metrics',
      stage: 'stage-1',
      steps: [10, 20],
      columns: { loss: [2, null], rate: [0.1, 0.2] },
    };
    expect(scalarsOf(event)).toEqual([
      { tag: 'stage-1/loss', step: 10, value: 2 },
      { tag: 'stage-1/loss', step: 20, value: Number.NaN },
      { tag: 'stage-1/rate', step: 10, value: 0.1 },
      { tag: 'stage-1/rate', step: 20, value: 0.2 },
    ]);
    expect(scalarsOf({ ...event, student: 'network-3' })[0]?.tag).toBe('stage-1/network-3/loss');
  });

  it('the balance of losses: weight, norm and share of each', () => {
    const part = (at: string, gradient: number | null) => ({ at, value: 1, weight: 0.5, gradient });
    const event = (...parts: ReturnType<typeof part>[]): RunEvent => ({
      ...stamp,
      kind: 'balance',
      stage: 'stage-1',
      step: 4,
      parts,
    });
    const drawn = scalarsOf(event(part('term-1', 3), part('term-2', 1)));
    expect(drawn.slice(0, 3)).toEqual([
      { tag: 'stage-1/weight:term-1', step: 4, value: 0.5 },
      { tag: 'stage-1/weighted-gradient:term-1', step: 4, value: 3 },
      { tag: 'stage-1/gradient-share:term-1', step: 4, value: 0.75 },
    ]);
    expect(drawn.at(-1)?.value).toBe(0.25);
    expect(scalarsOf(event(part('term-1', 3), part('term-2', null))).map((it) => it.value)).toEqual([
      0.5,
      3,
      Number.NaN,
      0.5,
      Number.NaN,
      Number.NaN,
    ]);
  });

  it('measures after each epoch, two networks of one role under their own names', () => {
    const tags = (...networks: [string, 'student' | 'teacher'][]) =>
      scalarsOf({
        ...stamp,
        kind: 'epoch',
        stage: 'stage-1',
        epoch: 1,
        step: 9,
        measured: networks.map(([network, role]) => ({ ...measured, network, role })),
      }).map((it) => it.tag);
    expect(tags(['network-1', 'student'])).toEqual([
      'stage-1/student-test-accuracy',
      'stage-1/student-test-loss',
    ]);
    expect(tags(['network-1', 'student'], ['network-2', 'student'])).toContain('stage-1/network-2-test-loss');
  });
});
