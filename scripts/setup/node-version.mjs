// Loaded before anything else, so it uses nothing that an old Node lacks.

/** The oldest Node that the tools below run on. */
const OLDEST_MAJOR = 20;
const OLDEST_MINOR = 19;

/**
 * @param {string} version such as `20.19.0`
 * @returns {boolean} whether Potstill's tools run on it
 */
export function isNodeNewEnough(version) {
  const parts = version.split('.').map(Number);
  const major = parts[0] || 0;
  const minor = parts[1] || 0;
  return major > OLDEST_MAJOR || (major === OLDEST_MAJOR && minor >= OLDEST_MINOR);
}

/** Ends the process with a clear word where Node is too old. */
export function refuseOldNode() {
  if (isNodeNewEnough(process.versions.node)) return;
  console.error(
    'Potstill needs Node ' +
      OLDEST_MAJOR +
      '.' +
      OLDEST_MINOR +
      ' or newer; this is Node ' +
      process.versions.node +
      '.\nGet the current long-term version from https://nodejs.org, then run the command again.',
  );
  process.exit(1);
}
