import { duration } from '../scripts/setup/progress.mjs';
import { isBusy, thisMachine } from './machine.mjs';

/** @typedef {import('./train-seed.mjs').SeedResult} SeedResult */

/** @param {number[]} values */
const mean = (values) => values.reduce((sum, it) => sum + it, 0) / values.length;
/** @param {number} share */
const percent = (share) => `${(100 * share).toFixed(2)} %`;
/** @param {number} share */
const points = (share) => `${share < 0 ? '−' : '+'}${Math.abs(100 * share).toFixed(2)}`;
/** @param {SeedResult} result */
const gainOf = ({ student, alone }) => student.measured.accuracy - alone.measured.accuracy;

/**
 * What the README promises of the starter.
 *
 * @param {SeedResult[]} results one a seed
 * @returns {{ text: string, holds: boolean }[]}
 */
export function promises(results) {
  const teachers = results.map((it) => it.teacher.measured.accuracy);
  const students = results.map((it) => it.student);
  const gain = mean(results.map(gainOf));
  /** @param {SeedResult} result @param {string} role */
  const stepsOf = ({ stages }, role) => stages.find((it) => it.role === role)?.steps;
  return [
    {
      text: `the student has at most 30,000 parameters (${students[0]?.parameters})`,
      holds: students.every((it) => it.parameters <= 30_000),
    },
    {
      text: `every teacher is above 99 % (${teachers.map(percent).join(', ')})`,
      holds: teachers.every((it) => it > 0.99),
    },
    {
      text: 'the student alone takes the same steps and has the same size',
      holds: results.every(
        (it) =>
          stepsOf(it, 'student') === stepsOf(it, 'baseline') && it.student.parameters === it.alone.parameters,
      ),
    },
    {
      text: `the distilled student beats the same student alone in the mean (${points(gain)} points)`,
      holds: gain > 0,
    },
  ];
}

/**
 * The table of what distillation brings, and how it came about; Markdown.
 *
 * @param {SeedResult[]} results one a seed
 * @param {{ model: string, cores: number }} [machine]
 * @returns {string}
 */
export function accuracyReport(results, machine = thisMachine()) {
  const [first] = results;
  if (!first) throw new Error('There are no results to report');
  /** @param {string} name @param {'teacher' | 'alone' | 'student'} of */
  const row = (name, of) => {
    const accuracies = results.map((it) => it[of].measured.accuracy);
    const parameters = first[of].parameters.toLocaleString('en-US');
    return [name, parameters, ...accuracies.map(percent), percent(mean(accuracies))];
  };
  const gains = results.map(gainOf);
  const rows = [
    ['test accuracy', 'parameters', ...results.map((it) => `seed ${it.seed}`), 'mean'],
    ['---', ...Array.from({ length: results.length + 2 }, () => '--:')],
    row('teacher', 'teacher'),
    row('student alone', 'alone'),
    row('distilled student', 'student'),
    ['gain in points', '', ...gains.map(points), points(mean(gains))],
  ];
  const table = rows.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
  return `${table}\n\n${story(results, first, machine)}`;
}

/**
 * @param {SeedResult[]} results
 * @param {SeedResult} first
 * @param {{ model: string, cores: number }} machine
 */
function story(results, first, { model, cores }) {
  const { engine, stages, student, teacher } = first;
  /** @param {string} role */
  const epochs = (role) => stages.find((it) => it.role === role)?.epochs ?? 0;
  const seconds = results.map((it) => it.seconds);
  const busy = results.some((it) => isBusy(it.load, { model, cores }));
  const faster = teacher.microsecondsPerImage / student.microsecondsPerImage;
  const steps = stages.find((it) => it.role === 'student')?.steps ?? 0;
  return [
    '`npm run bench -- accuracy` makes this table again: the starter template on all of MNIST (60,000 training and 10,000 test',
    `images). The teacher learns for ${epochs('teacher')} epochs; both students then start from the same weights and take the same`,
    `${steps.toLocaleString('en-US')} steps (${epochs('student')} epochs). The student answers ${faster.toFixed(0)} times faster than its teacher.`,
    `${engine.kind === 'tensorflow' ? 'TensorFlow' : 'Plain JavaScript'} ${engine.version} on ${engine.device}, ${cores} cores (${model}); a seed took ${duration(1000 * Math.min(...seconds))} to ${duration(1000 * Math.max(...seconds))}.`,
    ...(busy ? ['The machine did other work at the same time, so that these times say little.'] : []),
  ].join('\n');
}
