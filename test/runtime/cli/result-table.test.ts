import { describe, expect, it } from 'vitest';
import type { RunEvent } from '../../../src/plan/events.ts';
import { networkName } from '../../../src/runtime/cli/network-name.ts';
import { resultTable } from '../../../src/runtime/cli/result-table.ts';
import { stageName } from '../../../src/runtime/cli/stage-name.ts';
import { makeRunFile, type RunFile } from '../../../src/runtime/run-file.ts';
import { evaluation } from '../../renderer/runs/record.ts';
import { planOf, template } from '../compile/templates.ts';
import { newRun } from '../starter.ts';

/* What the command line says in the end. In the starter, network-1 is the student and network-2 the teacher. */

const asJson = (it: object): RunFile['document'] => JSON.parse(JSON.stringify(it));
type Evaluation = Extract<RunEvent, { kind: 'evaluation' }>;

function table(student: Partial<Evaluation>): string[][] {
  const events = [
    evaluation('output-1', 'network-2', 'teacher', { accuracy: 0.99 }),
    {
      ...evaluation('output-2', 'network-1', 'student', { accuracy: 0.9731, agreement: 0.95 }),
      ...student,
    },
  ];
  const text = resultTable(
    events.map((it, seq) => ({ ...it, seq, time: seq })),
    makeRunFile(newRun()),
  );
  return text.split('\n').map((line) => line.trim().split(/ {2,}/));
}

describe('the table of results', () => {
  it('says what bfloat16 makes of the accuracy, with its sign', () => {
    const [head, teacher, student] = table({ bfloat16: { accuracy: 0.9729, agreement: 0.99 } });
    expect(head?.slice(0, 3)).toEqual(['accuracy', 'in bfloat16', 'loss']);
    expect(student?.slice(0, 3)).toEqual(['student', '97.31 %', '97.29 % (−0.02)']);
    expect(teacher?.slice(0, 3)).toEqual(['teacher', '99.00 %', '0.1000']);
    const told = (accuracy: number) => table({ bfloat16: { accuracy, agreement: 1 } })[2]?.[2];
    expect(told(0.9732)).toBe('97.32 % (+0.01)');
    expect(told(0.9731)).toBe('97.31 % (0.00)');
  });

  // One program printed each of the two under the other's name.
  it('has what an attack leaves under its own name, beside the accuracy without', () => {
    const attacked = { accuracy: 0.61, radius: 8 / 255, iterations: 10 };
    const [head, teacher, student] = table({ attacked });
    const at = (name: string) => student?.[(head?.indexOf(name) ?? -1) + 1];
    expect([at('accuracy'), at('under attack')]).toEqual(['97.31 %', '61.00 %']);
    expect(teacher?.slice(0, 3)).toEqual(['teacher', '99.00 %', '0.1000']);
  });

  it('says what is left of a network whose masked channels are gone when it is saved', () => {
    const from = { parameters: 110_000, multiplyAdds: 1000 };
    const [head, teacher, student] = table({ pruned: { parameters: 55_000, multiplyAdds: 750, from } });
    expect(head?.slice(2, 5)).toEqual(['parameters', 'left when saved', 'size']);
    expect(student?.[4]).toBe('55,000 (50.0 % fewer, 25.0 % less arithmetic)');
    expect(teacher?.[4]).toBe('1.0 MB');
  });

  it('has no such column where everything was trained in float32', () => {
    expect(table({})[0]?.slice(0, 2)).toEqual(['accuracy', 'loss']);
  });

  it('names networks of one role as the canvas does, and so do the stages', () => {
    const compiled = planOf(template('sys-mt-mnist-fashion'));
    const file = {
      ...makeRunFile(newRun()),
      ...compiled,
      document: asJson(template('sys-mt-mnist-fashion')),
    };
    const names = file.plan.networks.map(({ id }) => networkName(file, id));
    expect(new Set(names).size).toBe(names.length);
    expect(names).toEqual(
      expect.arrayContaining(['Teacher 2 of digits', 'Student of digits', 'Student of digits alone']),
    );
    expect(file.plan.stages.map(({ id }) => stageName(file, id)).sort()).toEqual([...names].sort());
    const starter = makeRunFile(newRun());
    expect(starter.plan.networks.map(({ id }) => networkName(starter, id))).toEqual(
      expect.arrayContaining(['teacher', 'student', 'student alone']),
    );
  });
});
