import type { ReactNode } from 'react';
import type { RunData } from '../run-data.ts';
import type { RunView } from '../run-view.ts';

/** What every network of a run is drawn in. */
export type ColourOf = (network: string) => string;

/** What the ways to look at examples are given. */
export type ExamplesProps = {
  readonly data: RunData;
  readonly view: RunView;
  /** The choice between them. */
  readonly modes: ReactNode;
  readonly colourOf: ColourOf;
};
