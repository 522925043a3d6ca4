import { describe, expect, it } from 'vitest';
import { taskTables } from '../../../../renderer/runs/result/systems.ts';
import { openRun } from '../../../../renderer/runs/run-data.ts';
import type { EngineEvent } from '../../../../src/plan/events.ts';
import { recordOf, stamped } from '../record.ts';

const sha256 = 'a'.repeat(64);
const router =
  recordOf('sys-mt-mnist-fashion').plan.outputs.find((it) => it.kind === 'router') ??
  expect.fail('no router');
const routed = (accuracy: (number | null)[][]): EngineEvent => ({
  kind: 'router',
  output: router.id,
  part: 'test',
  tasks: router.tasks.map((it, at) => ({
    ...it,
    set: ['mnist', 'fashion-mnist'][at] ?? '',
    model: `model/${at}`,
    sha256,
    bytes: 1,
  })),
  accuracy,
  file: 'model/system.json',
});
const open = (...accuracy: (number | null)[][][]) =>
  openRun(recordOf('sys-mt-mnist-fashion', stamped(accuracy.map(routed))));
const table = (accuracy: (number | null)[][]) => {
  const { data, view } = open(accuracy);
  return taskTables(data, view)[0];
};

describe('the table of a router', () => {
  it('names students and tasks as the canvas does, in the order of the tasks', () => {
    const told = table([
      [0.95, 0.08],
      [0.07, 0.84],
    ]);
    expect(told?.title).toBe('System');
    expect(told?.tasks).toEqual(['A few digits', 'A few clothes']);
    expect(told?.rows.map(({ title, node }) => [title, node])).toEqual([
      ['Student of digits', 'mnist-student'],
      ['Student of clothes', 'fashion-student'],
    ]);
    expect(told?.rows[0]?.cells.map((it) => it.label)).toEqual([
      'Student of digits names 95.00 % of A few digits rightly and answers it.',
      'Student of digits names 8.00 % of A few clothes rightly; it does not answer it.',
    ]);
    expect(told?.rows.map(({ cells }) => cells.map((it) => it.answers))).toEqual([
      [true, false],
      [false, true],
    ]);
    expect(told).toMatchObject({ warning: false });
  });

  it('warns of a student that does better on a task than the one that answers it, by column', () => {
    const told = table([
      [0.6, 0.3],
      [0.72, 0.5],
    ]);
    expect(told?.rows.map(({ cells }) => cells.map((it) => it.beats))).toEqual([
      [false, false],
      [true, false],
    ]);
    expect(told).toMatchObject({
      warning: true,
      verdict:
        'Student of clothes does better on A few digits than Student of digits, which answers it, by 12.00 points.',
    });
  });

  it('says where a student cannot read a task', () => {
    const told = table([
      [0.9, null],
      [null, 0.9],
    ]);
    expect(told?.rows[0]?.cells[1]).toMatchObject({ accuracy: null, beats: false });
    expect(told?.rows[0]?.cells[1]?.label).toContain('cannot read A few clothes');
    expect(told?.warning).toBe(false);
  });

  it('is there once a router, and its node is done', () => {
    const { data, view } = open(
      [
        [0.1, 0.1],
        [0.1, 0.1],
      ],
      [
        [0.9, 0.1],
        [0.1, 0.9],
      ],
    );
    expect(taskTables(data, view)).toHaveLength(1);
    expect(view.systems[0]?.accuracy[0]?.[0]).toBe(0.9);
    expect(view.progress.get('router')).toMatchObject({ fraction: 1, phase: 'done' });
  });
});
