// Loaded before anything else, so it uses nothing that an old Node lacks.

/** The oldest Node that the tools below run on. */
export const OLDEST_NODE = [20, 19];

/**
 * @param {string} version such as `20.19.0`
 * @returns {boolean} whether Potstill's tools run on it
 */
export function isNodeNewEnough(version) {
  const parts = version.split('.').map(Number);
  if (parts[0] !== OLDEST_NODE[0]) return parts[0] > OLDEST_NODE[0];
  return parts[1] >= OLDEST_NODE[1];
}

/** Ends the process with a clear word where Node is too old. */
export function refuseOldNode() {
  if (isNodeNewEnough(process.versions.node)) return;
  console.error(
    'Potstill needs Node ' +
      OLDEST_NODE.join('.') +
      ' or newer; this is Node ' +
      process.versions.node +
      '.\nGet the current long-term version from https://nodejs.org, then run the command again.',
  );
  process.exit(1);
}
