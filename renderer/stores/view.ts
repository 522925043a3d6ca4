import { create } from 'zustand';
import { createJSONStorage, persist } from 'zustand/middleware';
import type { End, Position } from '../../src/pipeline/document.ts';

export type Theme = 'system' | 'light' | 'dark';
export type Panel = 'palette' | 'inspector' | 'runs';

/** A wire that is being drawn from a port. */
export type DrawnWire = {
  readonly end: End;
  readonly side: 'input' | 'output';
  /** The wire that was pulled off a port, where it is not a new one. */
  readonly pulled?: string;
};

/** Where new nodes are searched for: at a point of the window, which is a point of the canvas. */
export type QuickAdd = {
  readonly window: Position;
  readonly canvas: Position;
  /** Only what fits to this end, which is wired at once. */
  readonly wire?: DrawnWire;
  /** Only what fits into this wire, which then leads through it. */
  readonly into?: string;
};

type Lasting = {
  readonly panels: Readonly<Record<Panel, boolean>>;
  readonly runsHeight: number;
  readonly snap: boolean;
  readonly minimap: boolean;
  /** What nodes cost stands on them, where a run was profiled. */
  readonly profile: boolean;
  readonly theme: Theme;
};

type Passing = {
  readonly nodes: ReadonlySet<string>;
  readonly wires: ReadonlySet<string>;
  readonly notes: ReadonlySet<string>;
  readonly drawn: DrawnWire | null;
  readonly quickAdd: QuickAdd | null;
  /** The node that a wire is searched for. */
  readonly wiring: string | null;
  /** The nodes whose layers are listed. */
  readonly unfolded: ReadonlySet<string>;
  /** The node whose title is being written. */
  readonly renaming: string | null;
  /** The note whose text is being written. */
  readonly writing: string | null;
  /** The frame whose title is being written. */
  readonly renamingFrame: string | null;
  /** The frame that had the focus last, and was not left for anything else on the canvas since. */
  readonly heldFrame: string | null;
  /** What is searched for over the whole window. */
  readonly finder: Finder | null;
  readonly dialog: 'shortcuts' | 'about' | 'sweep' | null;
  readonly gallery: Gallery;
  /** Runs are compared, over all else. */
  readonly comparing: boolean;
};

export type Finder = 'commands' | 'nodes';

/** `start`: no document is open yet, so there is nothing to go back to. `over`: it covers the open one. */
export type Gallery = 'start' | 'over' | 'closed';

const NONE: ReadonlySet<string> = new Set();
const UNSEEN = { nodes: NONE, wires: NONE, notes: NONE, unfolded: NONE };

/** How the document is looked at. Never saved with it; what is a habit of the person outlives the window. */
export const useView = create<Lasting & Passing>()(
  persist(
    (): Lasting & Passing => ({
      panels: { palette: true, inspector: true, runs: false },
      runsHeight: 320,
      snap: true,
      minimap: true,
      profile: true,
      theme: 'system',
      nodes: NONE,
      wires: NONE,
      notes: NONE,
      unfolded: NONE,
      drawn: null,
      quickAdd: null,
      wiring: null,
      renaming: null,
      writing: null,
      renamingFrame: null,
      heldFrame: null,
      finder: null,
      dialog: null,
      gallery: 'start',
      comparing: false,
    }),
    {
      name: 'potstill-view',
      version: 1,
      storage: createJSONStorage(() => localStorage),
      partialize: ({ panels, runsHeight, snap, minimap, profile, theme }): Lasting => ({
        panels,
        runsHeight,
        snap,
        minimap,
        profile,
        theme,
      }),
    },
  ),
);

/** Selects exactly these; the same selection leaves everything as it is. */
export function select(
  nodes: Iterable<string>,
  wires: Iterable<string> = [],
  notes: Iterable<string> = [],
): void {
  const next = { nodes: new Set(nodes), wires: new Set(wires), notes: new Set(notes) };
  const now = useView.getState();
  if (same(now.nodes, next.nodes) && same(now.wires, next.wires) && same(now.notes, next.notes)) return;
  useView.setState({ ...next, ...(next.nodes.size + next.notes.size > 0 && { heldFrame: null }) });
}

export function togglePanel(panel: Panel, shown?: boolean): void {
  const { panels } = useView.getState();
  useView.setState({ panels: { ...panels, [panel]: shown ?? !panels[panel] } });
}

/** What is selected and listed of a document, for as long as another one is shown. */
export type Look = Pick<Passing, 'nodes' | 'wires' | 'notes' | 'unfolded'>;

export function lookNow(): Look {
  const { nodes, wires, notes, unfolded } = useView.getState();
  return { nodes, wires, notes, unfolded };
}

/** Runs are compared, over all else; or no longer. */
export function showComparison(): void {
  useView.setState({ comparing: true, finder: null });
}
export function leaveComparison(): void {
  useView.setState({ comparing: false });
}

/** Another document is shown, as it was looked at before: how others are looked at means nothing to it. */
export function showWorkbench(look: Look = UNSEEN): void {
  useView.setState({
    ...look,
    drawn: null,
    quickAdd: null,
    wiring: null,
    renaming: null,
    writing: null,
    renamingFrame: null,
    heldFrame: null,
    finder: null,
    gallery: 'closed',
    comparing: false,
  });
}

/** CSS pixels; what a window can show and a chart can be read in. */
export const RUNS_HEIGHT = { least: 160, most: 720 } as const;

export function setRunsHeight(height: number): void {
  const { least, most } = RUNS_HEIGHT;
  useView.setState({ runsHeight: Math.round(Math.min(Math.max(height, least), most)) });
}

const same = (a: ReadonlySet<string>, b: ReadonlySet<string>): boolean =>
  a.size === b.size && [...a].every((id) => b.has(id));
