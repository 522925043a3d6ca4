import { create } from 'zustand';
import { createJSONStorage, persist } from 'zustand/middleware';
import type { RunFacts } from '../../src/plan/run-facts.ts';
import type { Column } from './columns.ts';
import { NEWEST, nextOrder, type Order } from './order.ts';

/** What is shown below the table. */
export type Pane = 'curves' | 'differences' | 'trade-off' | 'parallel';

type Lasting = {
  readonly order: Order;
  /** The column by whose values runs stand in groups. */
  readonly group: string | null;
  /** Columns that stay at the left while the others are scrolled, in order. */
  readonly pinned: readonly string[];
  readonly hidden: readonly string[];
  readonly pane: Pane;
  /** The share of the screen below the head that the pane takes. */
  readonly paneShare: number;
  readonly paneShown: boolean;
};

type Passing = {
  /** By run; what is not there yet is being read. */
  readonly facts: Readonly<Record<string, RunFacts>>;
  readonly reading: boolean;
  readonly query: string;
  /** Runs that were ticked: curves, differences and tags are about them. In the order in which they were ticked. */
  readonly chosen: readonly string[];
  /** The columns of the trade-off, by key, where others than the first are wanted. */
  readonly axes: { readonly x?: string; readonly y?: string };
  /** Groups whose runs are not shown. */
  readonly folded: ReadonlySet<string>;
};

/** How runs are compared. What is a habit of the person outlives the window. */
export const useComparison = create<Lasting & Passing>()(
  persist(
    (): Lasting & Passing => ({
      order: NEWEST,
      group: null,
      pinned: [],
      hidden: ['loss', 'agreement', 'latency', 'size'],
      pane: 'curves',
      paneShare: 0.45,
      paneShown: true,
      facts: {},
      reading: false,
      query: '',
      chosen: [],
      axes: {},
      folded: new Set(),
    }),
    {
      name: 'potstill-comparison',
      version: 1,
      storage: createJSONStorage(() => localStorage),
      partialize: ({ order, group, pinned, hidden, pane, paneShare, paneShown }): Lasting => ({
        ...{ order, group, pinned, hidden, pane, paneShare, paneShown },
      }),
    },
  ),
);

export const sortBy = (column: Column): void => {
  useComparison.setState(({ order }) => ({ order: nextOrder(order, column) }));
};

export const groupBy = (column: string | null): void => {
  useComparison.setState({ group: column, folded: new Set() });
};

/** A pinned column goes to the left of those that are not; pinning what is hidden shows it. */
export const togglePinned = (key: string): void => {
  useComparison.setState(({ pinned, hidden }) => ({
    pinned: pinned.includes(key) ? pinned.filter((it) => it !== key) : [...pinned, key],
    hidden: hidden.filter((it) => it !== key),
  }));
};

export const toggleHidden = (key: string): void => {
  useComparison.setState(({ pinned, hidden }) => ({
    hidden: hidden.includes(key) ? hidden.filter((it) => it !== key) : [...hidden, key],
    pinned: hidden.includes(key) ? pinned : pinned.filter((it) => it !== key),
  }));
};

export const toggleFolded = (key: string): void => {
  useComparison.setState(({ folded }) => {
    const next = new Set(folded);
    if (!next.delete(key)) next.add(key);
    return { folded: next };
  });
};

export const choose = (runs: readonly string[]): void => {
  useComparison.setState({ chosen: [...new Set(runs)] });
};

export const toggleChosen = (run: string): void => {
  useComparison.setState(({ chosen }) => ({
    chosen: chosen.includes(run) ? chosen.filter((it) => it !== run) : [...chosen, run],
  }));
};

export const showPane = (pane: Pane): void => {
  useComparison.setState({ pane, paneShown: true });
};

/** What a pane and a table can be seen in. */
export const PANE_SHARE = { least: 0.2, most: 0.75 } as const;

export const setPaneShare = (share: number): void => {
  useComparison.setState({
    paneShare: Math.min(PANE_SHARE.most, Math.max(PANE_SHARE.least, Math.round(share * 100) / 100)),
  });
};
