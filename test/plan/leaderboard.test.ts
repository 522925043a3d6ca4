import { describe, expect, test } from 'vitest';
import type { RunEvent } from '../../src/plan/events.ts';
import { standings } from '../../src/plan/leaderboard.ts';
import type { Plan, Stage } from '../../src/plan/plan.ts';
import { leaderboardTable } from '../../src/runtime/cli/leaderboard-table.ts';
import { makeRunFile } from '../../src/runtime/run-file.ts';
import { evaluation } from '../renderer/runs/record.ts';
import { planOf, template, withParams } from '../runtime/compile/templates.ts';
import { network } from '../runtime/engine/plans.ts';

/* The table is made of what a run told, and of nothing else. */

const document = withParams(template('shoot-out-mnist'), 'shoot-out', { seeds: 2 });
const compiled = planOf(document);
const { plan } = compiled;
const board = plan.outputs.find((it) => it.kind === 'leaderboard') ?? expect.fail('no leaderboard');
const stageOf = (id: string) => plan.stages.find((it) => it.id === id) as Stage;

type Figures = { readonly accuracy: number; readonly agreement?: number };
/** By entry (four methods and the student alone) and seed. */
const RIGHT: readonly (readonly [Figures, Figures])[] = [
  [
    { accuracy: 0.9, agreement: 0.8 },
    { accuracy: 0.92, agreement: 0.9 },
  ],
  [{ accuracy: 0.95 }, { accuracy: 0.93 }],
  [{ accuracy: 0.8 }, { accuracy: 0.8 }],
  [{ accuracy: 0.91 }, { accuracy: 0.91 }],
  [{ accuracy: 0.9 }, { accuracy: 0.9 }],
];
const evaluations = board.entries.flatMap(({ stages }, entry) =>
  stages.map((id, seed) => {
    const { train, baselineOf } = stageOf(id);
    const role = baselineOf === null ? 'student' : 'baseline';
    return evaluation(`output-${id}`, train[0] as string, role, RIGHT[entry]?.[seed] as Figures);
  }),
);
const epochs = board.entries.flatMap(({ stages }, entry) =>
  stages.flatMap((id) =>
    [10, 1, 2].map((millisecondsPerStep, at) => ({
      kind: 'epoch' as const,
      stage: id,
      epoch: at + 1,
      step: at + 1,
      measured: [
        {
          ...(evaluations[0] as (typeof evaluations)[number]).measured,
          network: stageOf(id).train[0] as string,
          accuracy: at / 4,
        },
      ],
      millisecondsPerStep: millisecondsPerStep * (entry + 1),
    })),
  ),
);
const stamp = <T>(all: readonly T[]) => all.map((it, seq) => ({ ...it, seq, time: seq }));
const told: Parameters<typeof standings>[2] = { evaluations: stamp(evaluations), epochs: stamp(epochs) };
const table = (of: Plan = plan, events = told) => standings(of, board, events);

describe('the standings of a shoot-out', () => {
  test('set methods in the order of their means, with the spread over seeds', () => {
    const rows = table();
    expect(rows.map((it) => it.accuracy?.mean.toFixed(4))).toEqual([
      '0.9400',
      '0.9100',
      '0.9100',
      '0.9000',
      '0.8000',
    ]);
    // Equals keep the order in which they are wired.
    expect(rows.map((it) => board.entries.findIndex(({ stages }) => stages[0] === it.stages[0]?.id))).toEqual(
      [1, 0, 3, 4, 2],
    );
    expect(rows[0]?.accuracy?.deviation).toBeCloseTo(Math.sqrt(2) * 0.01, 12);
    expect(rows[4]?.accuracy?.deviation).toBeCloseTo(0, 12);
  });

  test('measure each gain against the student alone of the same seed', () => {
    const [best] = table();
    expect(best?.gain?.mean).toBeCloseTo(0.04, 12);
    expect(best?.gain?.deviation).toBeCloseTo(Math.sqrt(2) * 0.01, 12);
    expect(table().find((it) => it.alone)?.gain).toBeNull();
  });

  test('take the cost of a step from the median of the epochs', () => {
    expect(table().map((it) => it.millisecondsPerStep)).toEqual([4, 2, 8, 10, 6]);
    const untimed = told.epochs.map(({ millisecondsPerStep: _, ...it }) => it);
    expect(table(plan, { ...told, epochs: untimed })[0]?.millisecondsPerStep).toBeNull();
  });

  test('have no spread of a single seed, and say how far a run has come', () => {
    const [first] = board.entries[0]?.stages ?? [];
    const only = (network: string | undefined) =>
      told.evaluations.filter((it) => it.measured.network === network);
    const some = table(plan, { evaluations: only(stageOf(first as string).train[0]), epochs: told.epochs });
    expect(some.find((it) => it.final)).toMatchObject({
      measured: 1,
      accuracy: { mean: 0.9, deviation: null },
      gain: null,
    });
    expect(some.filter((it) => !it.final).map((it) => it.accuracy?.mean)).toEqual([0.5, 0.5, 0.5, 0.5]);
    expect(table(plan, { evaluations: [], epochs: [] }).every((it) => it.accuracy === null)).toBe(true);
  });

  test('count what is trained beside the student', () => {
    const entry = board.entries[0]?.stages[0] as string;
    const projector = network('network-99', [{ id: 'logits', kind: 'dense', units: 3, from: ['input'] }], {
      input: [5],
      role: 'teacher',
    });
    const stages = plan.stages.map((it) =>
      it.id === entry ? { ...it, train: [...it.train, 'network-99'] } : it,
    );
    const rows = table({ ...plan, stages, networks: [...plan.networks, projector] });
    expect(rows.map((it) => it.extraParameters)).toEqual([0, 5 * 3 + 3, 0, 0, 0]);
  });

  test('are a table at the end of the command line, by the titles of the losses', () => {
    const events: RunEvent[] = stamp([...evaluations, ...epochs]);
    const file = makeRunFile({ title: 'x', document, compiled, version: '1' });
    const lines = leaderboardTable(events, file)
      .split('\n')
      .map((it) => it.trim().split(/ {2,}/));
    expect(lines[1]).toEqual(['1', 'Soft targets, T 2', '94.00 ± 1.41 %', '+4.00 ± 1.41', '4.00', '0']);
    expect(lines[2]).toEqual([
      '2',
      'Soft targets, T 4',
      '91.00 ± 1.41 %',
      '+1.00 ± 1.41',
      '85.00 ± 7.07 %',
      '2.00',
      '0',
    ]);
    expect(lines[4]?.slice(0, 3)).toEqual(['4', 'Student alone', '90.00 ± 0.00 %']);
    expect(lines[5]?.[3]).toBe('−10.00 ± 0.00');
    expect(leaderboardTable([], file)).toBe('');
  });
});
