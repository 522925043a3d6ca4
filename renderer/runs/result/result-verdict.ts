import type { Plan } from '../../../src/plan/plan.ts';
import { formatCount, formatPercent, formatPointsApart } from '../format.ts';
import { about, times } from './result-columns.ts';
import { aloneOf, besideAlone, mainStudent, teachersOf } from './result-roles.ts';
import { type ResultRow, referenceRow } from './result-rows.ts';

/** What the teacher brought, in words. */
export type Verdict = {
  readonly tone: 'good' | 'plain' | 'warning';
  readonly headline: string;
  readonly more: string;
};

/** The sentences above the table; null while no student has been measured. */
export function resultVerdict(rows: readonly ResultRow[], plan: Plan): Verdict | null {
  const pairs = besideAlone(rows, plan);
  if (pairs.length > 1) return gains(pairs);
  const student = mainStudent(rows, plan);
  if (!student) return null;
  const reached = `${student.title} names ${formatPercent(accuracy(student))} of the ${student.example}s rightly`;
  const beside = besideTeacher(student, referenceRow(rows));
  const teachers = teachersOf(plan, student.network);
  if (teachers.length === 0)
    return { tone: 'plain', headline: `${reached}. It had no teacher.`, more: beside };
  const taught = teachers
    .map((id) => rows.find((it) => it.network === id)?.title ?? 'its teacher')
    .join(' and ');
  const alone = aloneOf(rows, plan, student.network);
  if (alone?.evaluation) {
    const { more, ...told } = gain(student, alone, taught);
    return { ...told, more: [beside, more].filter(Boolean).join(' ') };
  }
  const advice = alone
    ? 'The student without a teacher was not measured, so there is nothing to compare with.'
    : "Turn on the trainer's Baseline to see what the teacher brings.";
  return {
    tone: 'plain',
    headline: `Taught by ${taught}, ${reached}.`,
    more: [beside, advice].filter(Boolean).join(' '),
  };
}

function gain(student: ResultRow, alone: ResultRow, teacher: string): Verdict {
  const difference = accuracy(student) - accuracy(alone);
  const points = `${formatPointsApart(difference)} percentage points`;
  const both = `${formatPercent(accuracy(student))} with it, ${formatPercent(accuracy(alone))} alone`;
  const margin = chance(student, alone);
  if (Math.abs(difference) <= margin) {
    const images = formatCount(student.evaluation?.measured.examples ?? 0);
    return {
      tone: 'plain',
      headline: `Learning from ${teacher} made no clear difference: ${both}.`,
      more: `On ${images} ${student.example}s, ${formatPointsApart(margin)} points either way can be chance.`,
    };
  }
  return difference > 0
    ? { tone: 'good', headline: `Learning from ${teacher} brought ${points}: ${both}.`, more: '' }
    : {
        tone: 'warning',
        headline: `Learning from ${teacher} cost ${points}: ${both}.`,
        more: 'More epochs, another temperature, alpha or teacher may do better.',
      };
}

/** Of several students each beside itself alone. */
function gains(pairs: readonly (readonly [ResultRow, ResultRow])[]): Verdict {
  const told = pairs.map(([student, alone]) => {
    const difference = accuracy(student) - accuracy(alone);
    const sure = Math.abs(difference) > chance(student, alone);
    const word = difference > 0 ? 'better' : 'worse';
    return {
      sign: sure ? Math.sign(difference) : 0,
      text: `${student.title} ${sure ? `${formatPointsApart(difference)} points ${word}` : 'about the same'}`,
      figures: `${student.title}: ${formatPercent(accuracy(student))} taught, ${formatPercent(accuracy(alone))} alone.`,
    };
  });
  const tone = told.some((it) => it.sign < 0)
    ? 'warning'
    : told.every((it) => it.sign > 0)
      ? 'good'
      : 'plain';
  return {
    tone,
    headline: `Beside the same students alone: ${told.map((it) => it.text).join(', ')}.`,
    more: told.map((it) => it.figures).join(' '),
  };
}

/**
 * Differences that chance alone makes in 19 of 20 measurements, both taken as independent draws:
 * 1.96 · √(p(1 − p)/n + q(1 − q)/n). Both are measured on the same images, so that it is rather too wide.
 */
export function chance(a: ResultRow, b: ResultRow): number {
  const variance = (row: ResultRow): number =>
    (accuracy(row) * (1 - accuracy(row))) / Math.max(1, row.evaluation?.measured.examples ?? 0);
  return 1.96 * Math.sqrt(variance(a) + variance(b));
}

/** What a student gives up and gains next to a network that is another. */
function besideTeacher(student: ResultRow, teacher: ResultRow | undefined): string {
  if (!teacher || !student.evaluation) return '';
  const said = [times(student.parameters, teacher.parameters, 'fewer parameters', 'more parameters')];
  if (teacher.evaluation) {
    const behind = accuracy(teacher) - accuracy(student);
    const word = behind > 0 ? 'less' : 'more';
    said.unshift(`${formatPointsApart(behind)} points ${word} accurate`);
    const { microsecondsPerImage: fast } = student.evaluation;
    said.push(about(times(fast, teacher.evaluation.microsecondsPerImage, 'faster', 'slower')));
  }
  const told = said.filter((it) => it !== '' && it !== 'the same' && !it.startsWith('0.00 '));
  return told.length === 0 ? '' : `Next to ${teacher.title}: ${told.join(', ')}.`;
}

const accuracy = (row: ResultRow): number => row.evaluation?.measured.accuracy ?? Number.NaN;
