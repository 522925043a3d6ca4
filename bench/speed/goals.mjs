import { jobFigures, memoryShare, stepFigures } from './figures.mjs';
import { JOBS, network } from './jobs.mjs';
import { median } from './pace.mjs';

/** @typedef {import('./sitting.mjs').Sitting} Sitting */

/** What every sitting is held to, beside the ratios of its jobs. */
const MOST = { memory: 1.2, firstStep: 3, growth: 1e6, slower: 1.1 };

/** @param {Sitting} sitting @returns {string[]} what was to be reached and was not */
export function missed(sitting) {
  return [...missedSteps(sitting), ...missedJobs(sitting), ...missedBeside(sitting)];
}

/** @param {Sitting} sitting */
const missedSteps = ({ steps }) =>
  steps.flatMap((row) => {
    const goal = stepGoal(row.network);
    const { ratio } = stepFigures(row);
    if (goal === undefined || ratio >= goal) return [];
    return [`a step of ${network(row.network).title} in ${row.precision}: ${ratio.toFixed(2)} of ${goal}`];
  });

/** @param {string} network @returns {number | undefined} */
export const stepGoal = (network) => JOBS.find((it) => it.goal?.step.network === network)?.goal?.step.ratio;

/** @param {Sitting} sitting */
const missedJobs = ({ jobs }) =>
  jobs.flatMap((row) => {
    const job = JOBS.find((it) => it.id === row.job);
    const title = `${job?.title} in ${row.precision}`;
    const { ratio } = jobFigures(row);
    const share = memoryShare(row)?.share ?? 0;
    return [
      ...(job?.goal && ratio < job.goal.job ? [`${title}: ${ratio.toFixed(2)} of ${job.goal.job}`] : []),
      ...(share > MOST.memory
        ? [`memory of ${title}: ${share.toFixed(2)} times PyTorch's, at most ${MOST.memory}`]
        : []),
    ];
  });

/** @param {Sitting} sitting */
function missedBeside({ first, soak }) {
  const seconds = median(first.map((it) => it.seconds));
  const growth = soak?.growth ?? 0;
  const slower = soak ? soak.late / soak.early : 1;
  return [
    ...(seconds > MOST.firstStep
      ? [`the first step of the starter: ${seconds.toFixed(2)} s, at most ${MOST.firstStep}`]
      : []),
    ...(growth > MOST.growth
      ? [
          `memory of a long run: grows by ${(growth / 1e6).toFixed(2)} MB by 1,000 steps, at most ${MOST.growth / 1e6}`,
        ]
      : []),
    ...(slower > MOST.slower
      ? [`steps of a long run: ${slower.toFixed(2)} times slower at its end, at most ${MOST.slower}`]
      : []),
  ];
}
