/** A fault that set-up can explain: what happened and what the person can do. */
export class SetupProblem extends Error {
  /**
   * @param {string} message what was found
   * @param {string} [remedy] what to do about it
   */
  constructor(message, remedy = '') {
    super(message);
    this.name = 'SetupProblem';
    this.remedy = remedy;
  }
}

/**
 * Prints a fault calmly and gives the exit code.
 *
 * @param {unknown} error
 * @returns {number} always 1
 */
export function tellProblem(error) {
  if (error instanceof SetupProblem) {
    console.error(`\n${error.message}`);
    if (error.remedy) console.error(`What to do: ${error.remedy}`);
  } else {
    console.error(error);
  }
  return 1;
}
