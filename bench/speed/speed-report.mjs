import { jobFigures, memoryShare, stepFigures } from './figures.mjs';
import { stepGoal } from './goals.mjs';
import { JOBS, network } from './jobs.mjs';
import { median } from './pace.mjs';

/** @typedef {import('./sitting.mjs').Sitting} Sitting */
/** @typedef {import('./sitting.mjs').StepRow} StepRow */
/** @typedef {import('./sitting.mjs').JobRow} JobRow */
/** @typedef {import('./jobs.mjs').Precision} Precision */

/** @type {{ precision: Precision, title: string }[]} */
const PRECISIONS = [
  { precision: 'float32', title: 'float32' },
  { precision: 'bfloat16', title: "bfloat16, against PyTorch's autocast" },
];

/** @param {number} value */
const short = (value) => value.toFixed(value < 1 ? 3 : value < 10 ? 2 : 1);
/** @param {number} share */
const percent = (share) => `${(100 * share).toFixed(2)} %`;
/** @param {number} bytes */
const megabytes = (bytes) => `${Math.round(bytes / 1e6).toLocaleString('en-US')} MB`;
/** @param {number} ratio @param {number | undefined} goal */
const judged = (ratio, goal) =>
  goal === undefined
    ? [ratio.toFixed(2), '']
    : [ratio.toFixed(2), `${goal.toFixed(1)} ${ratio >= goal ? '✔' : '✖'}`];

/**
 * @param {string[]} head
 * @param {string[][]} rows
 * @returns {string} Markdown; all columns but the first are figures
 */
function table(head, rows) {
  const line = head.map((_, at) => (at === 0 ? '---' : '--:'));
  return [head, line, ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** @param {StepRow[]} rows */
function stepTable(rows) {
  return table(
    ['plain train step, ms', 'batch', 'Potstill', 'PyTorch', 'compiled', 'ratio', 'goal'],
    rows.map((row) => {
      const { ours, torch, ratio } = stepFigures(row);
      const { title, batch } = network(row.network);
      return [
        title,
        String(batch),
        short(ours),
        short(torch),
        row.trial.kept,
        ...judged(ratio, stepGoal(row.network)),
      ];
    }),
  );
}

/** @param {JobRow[]} rows */
function jobTable(rows) {
  return table(
    [
      'whole distillation, s',
      'epochs',
      'Potstill',
      'PyTorch',
      'compiled',
      'ratio',
      'goal',
      'with compiling',
      'accuracy',
      'of PyTorch',
    ],
    rows.map((row) => {
      const { ours, torch, ratio, withCompiling } = jobFigures(row);
      const job = JOBS.find((it) => it.id === row.job);
      const accuracy = (/** @type {{ accuracy: number }[]} */ of) =>
        percent(of.reduce((sum, it) => sum + it.accuracy, 0) / of.length);
      return [
        job?.title ?? row.job,
        String(row.epochs),
        short(ours),
        short(torch),
        row.trial.kept,
        ...judged(ratio, job?.goal?.job),
        withCompiling.toFixed(2),
        accuracy(row.ours),
        accuracy(row.torch),
      ];
    }),
  );
}

/** @param {JobRow[]} rows */
function memoryTable(rows) {
  return table(
    ['memory at most', 'Potstill', 'PyTorch', 'of it before the first step', 'share'],
    rows.flatMap((row) => {
      const found = memoryShare(row);
      if (!found) return [];
      const { ours, torch, idle, share } = found;
      const title = JOBS.find((it) => it.id === row.job)?.title ?? row.job;
      return [[title, ...[ours, torch, idle].map(megabytes), share.toFixed(2)]];
    }),
  );
}

/**
 * The tables of one sitting, Markdown. A ratio is PyTorch's time over Potstill's: more is better for
 * Potstill.
 *
 * @param {Sitting} sitting
 * @returns {string}
 */
export function speedReport(sitting) {
  const parts = PRECISIONS.flatMap(({ precision, title }) => {
    const steps = sitting.steps.filter((it) => it.precision === precision);
    const jobs = sitting.jobs.filter((it) => it.precision === precision);
    return steps.length + jobs.length === 0 ? [] : [`### ${title}`, stepTable(steps), jobTable(jobs)];
  });
  const memory = sitting.jobs.filter((it) => it.precision === 'float32');
  return [
    ...parts,
    ...(memory.length > 0 ? ['### Memory', memoryTable(memory)] : []),
    beside(sitting),
    story(sitting),
  ].join('\n\n');
}

/** @param {Sitting} sitting */
function beside({ first, soak }) {
  const seconds = first.map((it) => it.seconds);
  return [
    `- From the command to the first step of the starter: ${short(median(seconds))} s (to be below 3 s).`,
    ...(soak
      ? [
          `- ${soak.steps.toLocaleString('en-US')} steps in one run: ${short(soak.early)} ms a step in the first`,
          `  fifth and ${short(soak.late)} ms in the last${soak.growth === null ? '' : `; memory grew by ${(soak.growth / 1e6).toFixed(2)} MB by 1,000 steps`}.`,
        ]
      : []),
  ].join('\n');
}

/** @param {Sitting} sitting */
function story({ when, machine, quiet, torch, first: [first] }) {
  const engine = first?.engine;
  return [
    `Measured on ${when}: ${machine.cores} cores (${machine.model}, ${torch.instructions}), ${torch.threads} threads;`,
    `${engine?.kind === 'tensorflow' ? 'TensorFlow' : 'plain JavaScript'} ${engine?.version} on ${engine?.device},`,
    `PyTorch ${torch.torch} under Python ${torch.python}.`,
    ...(quiet.loud > 0
      ? [`${quiet.loud} of ${quiet.measured} measurements began while others worked: these times say little.`]
      : []),
  ].join('\n');
}
