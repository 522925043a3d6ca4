import { describe, expect, it } from 'vitest';
import { resultCell, resultColumns, times } from '../../../../renderer/runs/result/result-columns.ts';
import { teachersOf } from '../../../../renderer/runs/result/result-roles.ts';
import { type ResultRow, referenceRow, resultRows } from '../../../../renderer/runs/result/result-rows.ts';
import { resultCsv, resultMarkdown } from '../../../../renderer/runs/result/result-text.ts';
import { chance, resultVerdict } from '../../../../renderer/runs/result/result-verdict.ts';
import { openRun } from '../../../../renderer/runs/run-data.ts';
import type { EngineEvent } from '../../../../src/plan/events.ts';
import { studentAlone } from '../../../../src/plan/training.ts';
import { ALONE, ASSISTANT, began, evaluation, recordOf, STARTER, stamped } from '../record.ts';

/** A finished run of a template. In the starter, network-1 is the student, -2 the teacher, -3 the student alone. */
function finished(template: string, events: readonly EngineEvent[], status: 'done' | 'running' = 'done') {
  const { data, view } = openRun(recordOf(template, stamped([began(), ...events]), { status }));
  const rows = resultRows(data, view);
  return { rows, plan: data.plan, verdict: resultVerdict(rows, data.plan) };
}

const starter = (taught: number, alone: number) =>
  finished(STARTER, [
    evaluation('output-1', 'network-2', 'teacher', { accuracy: 0.99, time: 120 }),
    evaluation('output-2', 'network-1', 'student', { accuracy: taught, agreement: 0.95 }),
    evaluation('output-3', 'network-3', 'baseline', { accuracy: alone, agreement: 0.9 }),
  ]);

const cells = (row: ResultRow, rows: readonly ResultRow[]): string[] =>
  resultColumns(rows).map((column) => {
    const cell = resultCell(column, row, referenceRow(rows));
    return 'missing' in cell ? cell.missing : [cell.text, cell.compared].filter(Boolean).join(', ');
  });

describe('the result of a run', () => {
  it('sets each network beside its teacher', () => {
    const { rows } = starter(0.97, 0.9);
    expect(rows.map((it) => it.title)).toEqual(['Teacher', 'Student', 'Student alone']);
    expect(cells(rows[0] as ResultRow, rows)).toEqual([
      '99.00 %',
      '0.1000',
      'It is the teacher.',
      '215,370',
      '1.0 MB',
      '120 µs',
    ]);
    expect(cells(rows[1] as ResultRow, rows)).toEqual([
      '97.00 %, −2.00 points',
      '0.1000',
      '95.00 %, with Teacher',
      '25,450, 8.5× fewer',
      '100 kB, 10× smaller',
      '10.0 µs, about 12× faster',
    ]);
  });

  it('says of a student whose answers no stage taught that its accuracy is none of its own', () => {
    const { rows } = finished('hint-fashion-mnist', []);
    expect(rows.filter((it) => it.silent).map((it) => it.kind)).toEqual(['student']);
    const silent = { ...(rows.find((it) => it.silent) as ResultRow), soFar: { accuracy: 0.08, epoch: 2 } };
    expect(cells(silent, rows)[0]).toBe('8.00 %, its last layer has not learned');
  });

  it('speaks of texts where the data are texts', () => {
    const { rows } = finished('distil-bert-imdb', []);
    expect(resultColumns(rows).map((it) => it.title)).toContain('Time a text');
    expect(resultColumns(starter(0.97, 0.9).rows).map((it) => it.title)).toContain('Time an image');
  });

  it('of tasks in turns has for each student the teachers of its own task', () => {
    const { data } = openRun(recordOf('sys-mt-shared-trunk'));
    const named = (data.plan.stages.find((it) => it.tasks)?.train ?? []).map((student) => [
      data.titles.get(student),
      ...teachersOf(data.plan, student).map((it) => data.titles.get(it)),
    ]);
    expect(named).toEqual([
      ['Student of digits', 'Teacher 1 of digits', 'Teacher 2 of digits'],
      ['Student of clothes', 'Teacher 1 of clothes', 'Teacher 2 of clothes'],
    ]);
  });

  it('puts what only serves a loss behind the networks, and says that it is not to be measured', () => {
    const { rows } = finished('mim-fashion-mnist', []);
    expect(rows.map((it) => it.kind)).toEqual([
      ...['assistant', 'student', 'baseline'],
      ...['projector', 'projector', 'projector', 'projector'],
    ]);
    expect(rows.at(-1)?.missing).toBe('It serves a loss and answers nothing itself.');
  });

  it('sets each of two students that taught each other beside itself alone', () => {
    const { rows, verdict } = finished('mutual-learning-fashion-mnist', [
      evaluation('output-1', 'network-1', 'student', { accuracy: 0.9 }),
      evaluation('output-2', 'network-3', 'baseline', { accuracy: 0.8 }),
      evaluation('output-3', 'network-2', 'student', { accuracy: 0.85 }),
      evaluation('output-4', 'network-4', 'baseline', { accuracy: 0.84 }),
    ]);
    expect(rows.map((it) => it.title)).toEqual([
      ...['First student', 'Second student'],
      ...['First student alone', 'Second student alone'],
    ]);
    expect(verdict).toEqual({
      tone: 'plain',
      headline:
        'Beside the same students alone: First student 10.00 points better, Second student about the same.',
      more: 'First student: 90.00 % taught, 80.00 % alone. Second student: 85.00 % taught, 84.00 % alone.',
    });
  });

  it('warns where one of several students is worse than alone, and is glad where all are better', () => {
    const { plan } = recordOf('sys-mt-shared-trunk');
    const students = plan.stages.find((it) => it.tasks)?.train ?? [];
    const toneAt = (accuracies: readonly number[]) =>
      finished(
        'sys-mt-shared-trunk',
        students.flatMap((student, at) => [
          evaluation(`output-${2 * at + 1}`, student, 'student', { accuracy: accuracies[at] ?? 0 }),
          evaluation(`output-${2 * at + 2}`, studentAlone(plan.stages, student) ?? '', 'baseline', {
            accuracy: 0.8,
          }),
        ]),
      ).verdict?.tone;
    expect(toneAt([0.9, 0.9])).toBe('good');
    expect(toneAt([0.9, 0.7])).toBe('warning');
    expect(toneAt([0.9, 0.81])).toBe('plain');
  });

  it('says why a value is missing', () => {
    const row = (status: 'done' | 'running', events: readonly EngineEvent[] = []) => {
      const { rows } = finished(STARTER, events, status);
      return cells(rows[1] as ResultRow, rows)[0];
    };
    expect(row('running')).toBe('It is measured when training ends.');
    expect(row('done')).toBe('The run ended before it was measured.');
    const { rows } = finished(ALONE, [evaluation('output-1', 'network-1', 'student', { accuracy: 0.9 })]);
    expect(cells(rows[0] as ResultRow, rows)[2]).toBe('No teacher is wired into its Evaluation.');
  });

  it('shows how well a network did so far, until it is measured', () => {
    const measured = { network: 'network-1', role: 'student', part: 'test', examples: 9, loss: 1 } as const;
    const epoch = (at: number, accuracy: number): EngineEvent => ({
      ...{ kind: 'epoch', stage: 'stage-2', epoch: at, step: at },
      measured: [{ ...measured, accuracy }],
    });
    const { rows } = finished(STARTER, [epoch(1, 0.8), epoch(2, 0.85)], 'running');
    expect(cells(rows[1] as ResultRow, rows)[0]).toBe('85.00 %, after epoch 2');
  });

  it('takes of several measurements the one that compares with a teacher', () => {
    const { rows } = finished(ASSISTANT, [
      evaluation('output-2', 'network-1', 'student', { accuracy: 0.98, agreement: 0.97 }),
      evaluation('output-3', 'network-1', 'student', { accuracy: 0.98 }),
      evaluation('output-4', 'network-2', 'student', { accuracy: 0.9, agreement: 0.8 }),
    ]);
    const [, assistant, student] = rows;
    expect(assistant?.agreement).toEqual({ share: 0.97, with: 'Teacher' });
    // The student's own teacher is the assistant.
    expect(student?.agreement).toEqual({ share: 0.8, with: assistant?.title });
  });

  it('says how well what was trained in bfloat16 does in it, and nothing of it anywhere else', () => {
    const rounded = (accuracy: number, agreement: number) => ({
      ...evaluation('output-2', 'network-1', 'student', { accuracy: 0.9731, agreement: 0.95 }),
      bfloat16: { accuracy, agreement },
    });
    const teacher = evaluation('output-1', 'network-2', 'teacher', { accuracy: 0.99 });
    const { rows } = finished(STARTER, [teacher, rounded(0.9729, 0.9985)]);
    const [own, column] = [rows[1] as ResultRow, resultColumns(rows)[1]];
    expect(column?.title).toBe('In bfloat16');
    expect(cells(own, rows)[1]).toBe('97.29 %, −0.02 points');
    expect(column?.hint?.(own)).toBe('It says the same as in float32 on 99.85 % of the images.');
    expect(cells(rows[0] as ResultRow, rows)[1]).toBe('It was not trained in bfloat16.');
    expect(cells(rows[2] as ResultRow, rows)[1]).toBe('The run ended before it was measured.');
    const same = finished(STARTER, [rounded(0.9731, 1)]).rows;
    expect(cells(same[1] as ResultRow, same)[1]).toBe('97.31 %, as accurate');
    expect(resultMarkdown(rows)).toContain('| 97.31 % (−1.69 points) | 97.29 % (−0.02 points) |');
    expect(resultCsv(rows)).toContain('accuracy,accuracy_in_bfloat16,');
    expect(resultColumns(starter(0.97, 0.9).rows).map((it) => it.title)).not.toContain('In bfloat16');
  });

  // One program printed each of the two under the other's name.
  it('names what an attack leaves, beside the accuracy without one', () => {
    const attacked = { accuracy: 0.61, radius: 8 / 255, iterations: 10 };
    const { rows } = finished(STARTER, [
      { ...evaluation('output-2', 'network-1', 'student', { accuracy: 0.97 }), attacked },
    ]);
    const student = rows.find((it) => it.kind === 'student') as ResultRow;
    const told = Object.fromEntries(
      resultColumns(rows).map((it, at) => [it.title, cells(student, rows)[at]?.split(',')[0]]),
    );
    expect(told).toMatchObject({ Accuracy: '97.00 %', 'Under attack': '61.00 %' });
    const [head, ...lines] = resultCsv(rows)
      .split('\r\n')
      .map((it) => it.split(','));
    const line = lines.find((it) => it.includes('0.61'));
    expect([head?.indexOf('accuracy'), head?.indexOf('accuracy_under_attack')]).toEqual([
      line?.indexOf('0.97'),
      line?.indexOf('0.61'),
    ]);
  });

  it('says what is left of a network whose masked channels are gone when it is saved', () => {
    const teacher = evaluation('output-1', 'network-2', 'teacher', { accuracy: 0.99 });
    const student = {
      ...evaluation('output-2', 'network-1', 'student', { accuracy: 0.97 }),
      pruned: { parameters: 600, multiplyAdds: 30, from: { parameters: 1000, multiplyAdds: 40 } },
    };
    const { rows } = finished(STARTER, [teacher, student]);
    const column = resultColumns(rows).find((it) => it.key === 'pruned');
    const [own, other] = [rows[1] as ResultRow, rows[0] as ResultRow];
    const at = resultColumns(rows).findIndex((it) => it.key === 'pruned');
    expect(cells(own, rows)[at]).toBe('600, 40.00 % fewer');
    expect(column?.hint?.(own)).toBe('It multiplies and adds 30 times an image instead of 40.');
    expect(cells(other, rows)[at]).toBe('None of its channels is masked.');
    expect(resultColumns(starter(0.97, 0.9).rows).map((it) => it.key)).not.toContain('pruned');
  });

  it('compares in whichever direction it is', () => {
    expect(times(10, 310, 'smaller', 'larger')).toBe('31× smaller');
    expect(times(34, 20, 'smaller', 'larger')).toBe('1.7× larger');
    expect(times(10, 10.1, 'smaller', 'larger')).toBe('the same');
    expect(times(0, 10, 'smaller', 'larger')).toBe('');
  });
});

describe('the sentence above it', () => {
  it('says what the teacher brought', () => {
    const { verdict } = starter(0.97, 0.9);
    expect(verdict).toEqual({
      tone: 'good',
      headline: 'Learning from Teacher brought 7.00 percentage points: 97.00 % with it, 90.00 % alone.',
      more: 'Next to Teacher: 2.00 points less accurate, 8.5× fewer parameters, about 12× faster.',
    });
  });

  it('says so where the teacher did harm', () => {
    const { verdict } = starter(0.9, 0.97);
    expect(verdict?.tone).toBe('warning');
    expect(verdict?.headline).toBe(
      'Learning from Teacher cost 7.00 percentage points: 90.00 % with it, 97.00 % alone.',
    );
  });

  it('claims nothing that chance can make', () => {
    const { rows, verdict } = starter(0.951, 0.95);
    expect(verdict?.tone).toBe('plain');
    expect(verdict?.headline).toMatch(/^Learning from Teacher made no clear difference/);
    expect(verdict?.more).toContain('On 1,000 images, 1.90 points either way can be chance.');
    // 1.96 · √(0.951·0.049/1000 + 0.95·0.05/1000)
    expect(chance(rows[1] as ResultRow, rows[2] as ResultRow)).toBeCloseTo(0.01901, 4);
  });

  it('names the teacher that taught: an assistant where there is one', () => {
    const { verdict, rows } = finished(ASSISTANT, [
      evaluation('output-1', 'network-3', 'teacher', { accuracy: 0.99 }),
      evaluation('output-2', 'network-1', 'student', { accuracy: 0.98, agreement: 0.97 }),
      evaluation('output-4', 'network-2', 'student', { accuracy: 0.95, agreement: 0.8 }),
      evaluation('output-5', 'network-4', 'baseline', { accuracy: 0.9, agreement: 0.8 }),
    ]);
    const assistant = rows.find((it) => it.kind === 'assistant');
    expect(verdict?.headline).toContain(`Learning from ${assistant?.title} brought 5.00`);
    expect(verdict?.more).toContain('Next to Teacher: 4.00 points less accurate');
  });

  it('says what is missing to tell', () => {
    const { verdict } = finished(ALONE, [evaluation('output-1', 'network-1', 'student', { accuracy: 0.9 })]);
    expect(verdict?.headline).toBe('Student names 90.00 % of the images rightly. It had no teacher.');
    const halfway = finished(STARTER, [
      evaluation('output-2', 'network-1', 'student', { accuracy: 0.9, agreement: 0.9 }),
    ]).verdict;
    expect(halfway?.headline).toMatch(/^Taught by Teacher, Student names 90.00 %/);
    expect(halfway?.more).toContain('nothing to compare with');
  });

  it('is silent before a student is measured', () => {
    expect(finished(STARTER, [], 'running').verdict).toBeNull();
  });
});

describe('the table elsewhere', () => {
  it('is Markdown that aligns numbers to the right', () => {
    const [head, rule, , student, alone, end] = resultMarkdown(starter(0.97, 0.9).rows).split('\n');
    expect(head).toBe('|  | Accuracy | Loss | Agreement | Parameters | On disk | Time an image |');
    expect(rule).toBe('| --- | ---: | ---: | ---: | ---: | ---: | ---: |');
    expect(student).toContain('| Student | 97.00 % (−2.00 points) | 0.1000 | 95.00 % (with Teacher) |');
    expect(alone).toContain('| Student alone |');
    expect(end).toBe('');
  });

  it('is CSV with bare numbers, and nothing where there is none', () => {
    expect(resultCsv(starter(0.97, 0.9).rows).split('\r\n')).toEqual([
      'network,role,accuracy,cross_entropy_nats,agreement_with_teacher,parameters,bytes,microseconds_per_image',
      'Teacher,teacher,0.99,0.1,,215370,1000000,120',
      'Student,student,0.97,0.1,0.95,25450,100000,10',
      'Student alone,baseline,0.9,0.1,0.9,25450,100000,10',
      '',
    ]);
  });

  it('keeps titles from breaking out of their cell, or from being a formula', () => {
    const rows = starter(0.97, 0.9).rows.map((it, at) => ({
      ...it,
      title: ['a|b\nc', 'a,"b"', '=1+1'][at] ?? '',
    }));
    expect(resultMarkdown(rows)).toContain('| a\\|b c |');
    expect(resultCsv(rows)).toContain('"a,""b""",student');
    expect(resultCsv(rows)).toContain("'=1+1,baseline");
  });
});
