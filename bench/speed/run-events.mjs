/** @typedef {import('../distill.mjs').RunEvent} RunEvent */
/**
 * @typedef {object} JobResult one whole distillation
 * @property {number} seconds from reading the data to the last step, without measuring accuracy
 * @property {number} measuring seconds that accuracy took
 * @property {number | null} saving seconds that checkpoints took, which are part of `seconds`
 * @property {number} accuracy on the test part, at the end
 * @property {number} parameters of the student
 * @property {number | null} memory bytes, at most
 */

/** @param {RunEvent[]} events @returns {import('./pace.mjs').Mark[][]} marks between two measurements */
export function stretches(events) {
  /** @type {import('./pace.mjs').Mark[][]} */
  const found = [[]];
  for (const event of events) {
    if (event.kind === 'metrics') found.at(-1)?.push({ step: event.steps.at(-1) ?? 0, time: event.time });
    else if (event.kind === 'epoch') found.push([]);
  }
  return found.filter((it) => it.length > 0);
}

/** @param {RunEvent[]} events of a run with one stage @param {number | null} memory @returns {JobResult} */
export function jobResult(events, memory) {
  const begun = events.find((it) => it.kind === 'run-started');
  const evaluation = events.find((it) => it.kind === 'evaluation');
  const last = events.findLast((it) => it.kind === 'metrics');
  if (!begun || !last || evaluation?.kind !== 'evaluation')
    throw new Error('The run did not come to its end');
  let measuring = 0;
  let saving = 0;
  let before = begun.time;
  for (const { kind, time } of events) {
    if (time > last.time) break;
    if (kind === 'epoch') measuring += time - before;
    if (kind === 'checkpoint') saving += time - before;
    // Others come at any time.
    if (kind === 'metrics' || kind === 'epoch' || kind === 'checkpoint') before = time;
  }
  return {
    seconds: (last.time - begun.time - measuring) / 1000,
    measuring: measuring / 1000,
    saving: saving / 1000,
    accuracy: evaluation.measured.accuracy,
    parameters: evaluation.parameters,
    memory,
  };
}
