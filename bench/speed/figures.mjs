import { median } from './pace.mjs';

/** @typedef {import('./sitting.mjs').StepRow} StepRow */
/** @typedef {import('./sitting.mjs').JobRow} JobRow */

// A ratio is PyTorch's time over Potstill's: more is better for Potstill.

/**
 * @param {StepRow} row
 * @returns {{ ours: number, torch: number, ratio: number }} medians of all rounds, milliseconds
 */
export function stepFigures(row) {
  const ours = median(row.ours.map((it) => it.median));
  const torch = median(row.torch.map((it) => it.median));
  return { ours, torch, ratio: torch / ours };
}

/**
 * @param {JobRow} row
 * @returns {{ ours: number, torch: number, ratio: number, withCompiling: number }} medians of all seeds,
 *   seconds, and the ratio where PyTorch's time holds what it compiled for
 */
export function jobFigures({ ours: own, torch: theirs, trial }) {
  const ours = median(own.map((it) => it.seconds));
  const torch = median(theirs.map((it) => it.seconds));
  return { ours, torch, ratio: torch / ours, withCompiling: (torch + trial.compiling) / ours };
}

/**
 * @param {JobRow} row
 * @returns {{ ours: number, torch: number, idle: number, share: number } | null} bytes at most; null where
 *   untold
 */
export function memoryShare(row) {
  const [own, theirs] = [row.ours[0], row.torch[0]];
  if (!own?.memory || !theirs?.memory) return null;
  return { ours: own.memory, torch: theirs.memory, idle: theirs.idle, share: own.memory / theirs.memory };
}
