/** How a chosen run is drawn in the table, in curves and in plots. */
export type RunLook = {
  /** Of the colour. */
  readonly token: string;
  readonly dash: readonly number[];
};

const TOKENS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((it) => `--curve-run-${it}`);
/** Runs beyond the number of colours are told apart by dashes. */
const DASHES: readonly (readonly number[])[] = [[], [9, 3], [2, 3]];

/** @param place among the chosen runs, from 0 */
export const runLook = (place: number): RunLook => ({
  token: TOKENS[place % TOKENS.length] as string,
  dash: DASHES[Math.floor(place / TOKENS.length) % DASHES.length] as readonly number[],
});
