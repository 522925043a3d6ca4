import { median } from '../speed/pace.mjs';

/** @typedef {{ frames: number, slow: number }} Pace */
/** @typedef {{ pan: Pace[], barePan: Pace[], drag: Pace[], bareDrag: Pace[] }} View */
/**
 * What `test/e2e/speed/window-speed.bench.ts` measured; times in milliseconds.
 *
 * @typedef {{
 *   nodes: number, wires: number, machine: { model: string, cores: number },
 *   start: { studio: number[], empty: number[] },
 *   check: number[], edit: number[], open: number[], all: View, near: View,
 * }} WindowFigures
 */
/** @typedef {{ what: string, ours: string, beside: string, ratio: string, goal: string, reached: boolean }} Row */

/** What a thousand nodes may take, and how the window stands beside what it is built on. */
const GOALS = { start: 1.5, open: 1500, check: 50, frames: 0.9 };

/** @param {number} value */
const milliseconds = (value) =>
  `${value < 10 ? value.toFixed(1) : Math.round(value).toLocaleString('en-US')} ms`;
/** @param {readonly Pace[]} paces */
const frames = (paces) => median(paces.map((it) => it.frames));
/** @param {readonly Pace[]} paces */
const pace = (paces) => `${frames(paces).toFixed(1)} (${milliseconds(median(paces.map((it) => it.slow)))})`;

/** @param {string} what @param {readonly Pace[]} ours @param {readonly Pace[]} bare @returns {Row} */
function paceRow(what, ours, bare) {
  const ratio = frames(ours) / frames(bare);
  return {
    what: `${what}: frames a second (19 of 20 within)`,
    ours: pace(ours),
    beside: `${pace(bare)}, React Flow alone`,
    ratio: ratio.toFixed(2),
    goal: `${GOALS.frames.toFixed(1)} at least`,
    reached: ratio >= GOALS.frames,
  };
}

/** @param {string} what @param {readonly number[]} times @param {number} most @returns {Row} */
function timeRow(what, times, most) {
  const time = median([...times]);
  const reached = time <= most;
  return {
    what,
    ours: milliseconds(time),
    beside: '',
    ratio: '',
    goal: `${milliseconds(most)} at most`,
    reached,
  };
}

/** @param {WindowFigures} of @returns {Row[]} */
export function windowRows({ start, check, edit, open, all, near }) {
  const [studio, empty] = [median([...start.studio]), median([...start.empty])];
  const ratio = studio / empty;
  return [
    {
      what: 'From the command to a window that can be used',
      ours: milliseconds(studio),
      beside: `${milliseconds(empty)}, an empty window of Electron`,
      ratio: ratio.toFixed(2),
      goal: `${GOALS.start.toFixed(1)} at most`,
      reached: ratio <= GOALS.start,
    },
    timeRow('Opening', open, GOALS.open),
    timeRow('Checking anew after an edit', check, GOALS.check),
    { ...timeRow('From a key to the frame that shows the edit', edit, 0), goal: '', reached: true },
    paceRow('Panning, all in view', all.pan, all.barePan),
    paceRow('Dragging a node, all in view', all.drag, all.bareDrag),
    paceRow('Panning at full size', near.pan, near.barePan),
    paceRow('Dragging a node at full size', near.drag, near.bareDrag),
  ];
}

/** @param {WindowFigures} of @returns {string} Markdown */
export function windowReport(of) {
  const { nodes, wires, machine } = of;
  const lines = windowRows(of).map(({ what, ours, beside, ratio, goal, reached }) =>
    [what, ours, beside, ratio, goal && `${goal} ${reached ? '✔' : '✖'}`].join(' | '),
  );
  const count = (/** @type {number} */ it) => it.toLocaleString('en-US');
  return [
    `| ${count(nodes)} nodes, ${count(wires)} wires | Potstill | beside it | ratio | goal |`,
    '| --- | --: | --: | --: | --: |',
    ...lines.map((it) => `| ${it} |`),
    '',
    `Medians, in turn in one sitting: ${machine.cores} cores (${machine.model}), drawn by the processor on a virtual screen.`,
  ].join('\n');
}
