import { create } from 'zustand';

export type RunTab = 'curves' | 'balance' | 'examples' | 'layers' | 'result' | 'profile' | 'plan';

/** Where a run is told of: at the head of the panel, in its list, or in the table in which runs are compared. */
export type RunPlace = 'head' | 'list' | 'table';

/** How the runs are looked at, as long as the window is open. */
export type PanelView = {
  /** The list stands beside the run. */
  readonly listed: boolean;
  /** The tab that was asked for, and of which run: another run shows what says the most about it. */
  readonly tab: { readonly run: string; readonly tab: RunTab } | null;
  /** The stage whose profile was asked for, and of which run. */
  readonly profiled: { readonly run: string; readonly stage: string } | null;
  /** The stage whose balance of losses was asked for, and of which run. */
  readonly balanced: { readonly run: string; readonly stage: string } | null;
  /** The stage whose answers to examples were asked for, and of which run. */
  readonly watched: { readonly run: string; readonly stage: string } | null;
  /** The run whose title is being written, and where. */
  readonly renaming: { readonly run: string; readonly at: RunPlace } | null;
  /** The runs that are about to be removed. */
  readonly removing: readonly string[];
};

/** CSS pixels of the window from which list and run have room beside each other; below, the list lies over the run. */
const ROOMY = 1000;

export const usePanelView = create<PanelView>(() => ({
  listed: globalThis.innerWidth >= ROOMY,
  tab: null,
  profiled: null,
  balanced: null,
  watched: null,
  renaming: null,
  removing: [],
}));
