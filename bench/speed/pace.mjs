/**
 * @typedef {{ step: number, time: number }} Mark so many steps are done, and when: milliseconds on one clock
 */

/**
 * Milliseconds a step between each mark and the next.
 *
 * @param {Mark[][]} stretches in which nothing but steps happened
 * @param {number} [warm] milliseconds from the first mark on that do not count
 * @returns {number[]}
 */
export function paces(stretches, warm = 1000) {
  const begin = (stretches[0]?.[0]?.time ?? 0) + warm;
  return stretches.flatMap((marks) =>
    marks.slice(1).flatMap((mark, at) => {
      const before = marks[at];
      if (!before || before.time < begin || mark.step <= before.step) return [];
      return [(mark.time - before.time) / (mark.step - before.step)];
    }),
  );
}

/** @param {number[]} values @returns {number} */
export function median(values) {
  if (values.length === 0) throw new Error('There is no median of nothing');
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length / 2;
  const at = (/** @type {number} */ index) => sorted[index] ?? 0;
  return Number.isInteger(half) ? (at(half - 1) + at(half)) / 2 : at(Math.floor(half));
}

/**
 * Slope of the straight line through points, by least squares.
 *
 * @param {{ x: number, y: number }[]} points
 * @returns {number}
 */
export function slope(points) {
  const mean = (/** @type {(it: { x: number, y: number }) => number} */ of) =>
    points.reduce((sum, it) => sum + of(it), 0) / points.length;
  const [x, y] = [mean((it) => it.x), mean((it) => it.y)];
  const spread = mean((it) => (it.x - x) ** 2);
  if (!(spread > 0)) throw new Error(`${points.length} points at one place have no slope`);
  return mean((it) => (it.x - x) * (it.y - y)) / spread;
}

/**
 * @typedef {{ median: number, low: number, high: number, count: number }} Spread `low` and `high`: a tenth
 *   is beyond each
 */

/** @param {number[]} values @returns {Spread} */
export function spread(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (/** @type {number} */ share) => sorted[Math.round((sorted.length - 1) * share)] ?? Number.NaN;
  return { median: median(values), low: at(0.1), high: at(0.9), count: values.length };
}
