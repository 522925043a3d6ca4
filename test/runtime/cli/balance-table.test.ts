import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../../src/plan/events.ts';
import { balanceTable } from '../../../src/runtime/cli/balance-table.ts';
import { makeRunFile } from '../../../src/runtime/run-file.ts';
import { planOf, template } from '../compile/templates.ts';
import { newRun } from '../starter.ts';

const file = makeRunFile(newRun());
const parts = file.plan.stages[1]?.balance?.parts ?? [];

/** The soft answers and the labels, by the norms of their weighted gradients. */
function measured(soft: number | null, labels: number | null): RunEvent {
  const terms = file.plan.stages[1]?.terms ?? [];
  const of = (op: string, weight: number, gradient: number | null) => ({
    at: parts.find((id) => terms.find((it) => it.id === id)?.op === op) ?? '',
    value: 1.5,
    weight,
    gradient,
  });
  const all = [of('loss.tempered-softmax', 0.9, soft), of('loss.cross-entropy', 0.1, labels)];
  return { kind: 'balance', stage: 'stage-2', step: 1, parts: all, seq: 0, time: 0 };
}

describe('the balance in a terminal', () => {
  it('has the losses by the names that stand on the canvas, with their shares', () => {
    expect(balanceTable([measured(0.75, 0.25)], file).split('\n')).toEqual([
      'Stage 2, student, in the end',
      'loss                            value  weight  weighted gradient  share of gradient',
      'Tempered softmax: soft answers  1.500     0.9             0.7500            75.00 %',
      'Tempered softmax: labels        1.500     0.1             0.2500            25.00 %',
    ]);
  });

  it('says which loss is hardly heard, and at what weight it would be', () => {
    expect(balanceTable([measured(99, 1)], file)).toContain(
      '\nTempered softmax: labels brings 1.00 % of the gradient; a weight of about 0.92 would balance it.',
    );
  });

  it('knows no share of what is not finite', () => {
    expect(balanceTable([measured(null, 1)], file)).toMatch(/soft answers .+ – +–$/m);
  });

  it('has a table for each task of a stage that trains several', () => {
    const document = template('sys-mt-shared-trunk');
    const compiled = planOf(document);
    const shared = makeRunFile({ ...newRun(), document, compiled });
    const stage = shared.plan.stages.find((it) => it.tasks) ?? expect.fail('no stage has tasks');
    const events = (stage.tasks ?? []).flatMap(({ balance }, task): RunEvent[] => [
      {
        kind: 'balance',
        stage: stage.id,
        step: task + 1,
        parts: (balance?.parts ?? []).map((at) => ({ at, value: 1, weight: 0.5, gradient: 1 + task })),
        seq: task,
        time: 0,
      },
    ]);
    const [digits = '', clothes = ''] = balanceTable(events, shared).split('\n\n');
    expect(digits).toMatch(/^Stage 5, Student of digits, in the end\n/);
    expect(digits).toMatch(/\nFrom labels, digits +1.000 +0.5 +1.000 +50.00 %/);
    expect(clothes).toMatch(/^Stage 5, Student of clothes, in the end\n/);
    expect(clothes).toMatch(/\nFrom teachers, clothes +1.000 +0.5 +2.000 +50.00 %/);
  });

  it('is nothing where nothing was measured', () => {
    expect(balanceTable([], file)).toBe('');
  });
});
