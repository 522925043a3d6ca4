import { availableParallelism } from 'node:os';

/**
 * @typedef {object} Outcome
 * @property {string[]} failures one line or block each; none where the gate holds
 * @property {string[]} [report] figures that are shown in any case
 */

/**
 * @typedef {object} Gate
 * @property {string} name
 * @property {() => Promise<Outcome> | Outcome} run
 */

/**
 * Runs the gates a few at a time, so that two cores are busy and not more; the slowest are given first.
 *
 * @param {{ first: Gate[], beside: Gate[] }} gates `first` one after the other (they may write), `beside` together
 * @returns {Promise<number>} 0 where all hold, 1 otherwise
 */
export async function runGates({ first, beside }) {
  const began = performance.now();
  const failed = [];
  for (const gate of first) if (!(await runGate(gate))) failed.push(gate.name);
  const waiting = [...beside];
  const worker = async () => {
    for (let gate = waiting.shift(); gate; gate = waiting.shift())
      if (!(await runGate(gate))) failed.push(gate.name);
  };
  await Promise.all(Array.from({ length: Math.min(4, availableParallelism()) }, worker));
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  const all = first.length + beside.length;
  console.log(
    failed.length === 0
      ? `All ${all} checks hold (${seconds} s).`
      : `${failed.length} of ${all} checks failed (${seconds} s): ${failed.join(', ')}.`,
  );
  return failed.length === 0 ? 0 : 1;
}

/** @param {Gate} gate */
async function runGate(gate) {
  const start = performance.now();
  /** @type {Outcome} */
  let outcome;
  try {
    outcome = await gate.run();
  } catch (error) {
    outcome = { failures: [error instanceof Error ? error.message : String(error)] };
  }
  const { failures, report = [] } = outcome;
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  const lines = [
    `${failures.length === 0 ? '✔' : '✖'} ${gate.name} (${seconds} s)`,
    ...report.map((it) => `    ${it}`),
  ];
  console.log([...lines, ...failures.map((it) => it.replace(/^/gm, '    '))].join('\n'));
  return failures.length === 0;
}
